/** The one place that tunes V8. Each setting says what it was measured to be worth; none changes what a program does. */

import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import Module from 'node:module'
import { basename, dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

/**
 * Node 20 compiles undici's WebAssembly HTTP parser with the optimising compiler in the background and waits for it at
 * exit: the flag takes a run with one request from 271 to 150 ms. Nodes from 22 on do not wait, and are 20 ms slower
 * with the flag. Set before anything is loaded: V8 takes no compiled code that was kept under other flags.
 */
export function compileParserQuickly(): void {
  if (Number.parseInt(process.versions.node, 10) < 22) setFlagsFromString('--liftoff-only')
}

/**
 * Keeps V8 from doubling its nursery while pages stream through: what a page leaves behind dies young anyway.
 * `users list --all -o jsonl` peaks at 77 MB instead of 92 for 100,000 rows (10,000 rows: 73 instead of 78), in the
 * same time.
 */
export function keepNurserySmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1')
}

/** What Node has and its types do not tell: the first from 22.8 on. */
const internals = Module as unknown as {
  enableCompileCache?: (folder: string) => unknown
  prototype: { _compile(this: NodeModule, code: string, file: string): unknown }
}

/**
 * Keeps what V8 compiled for the next start, in a folder of the user's own: Node's default lies below the temporary
 * folder, where somebody else could leave code for us. A request takes 63 instead of 73 ms on Node 26, and
 * 73 instead of 85 on Node 20, where it is done by hand for the shared files of `bundled`. Their names hold a hash of
 * what is in them: V8 itself only compares lengths.
 */
export function keepCompiledCode(folder: string, bundled: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    return
  }
  if (internals.enableCompileCache) internals.enableCompileCache(folder)
  else keepByHand(folder, bundled)
}

function keepByHand(folder: string, bundled: string): void {
  const compile = internals.prototype._compile
  const fresh = new Map<string, Script>()
  // At the end V8 has also compiled the functions that were called.
  process.once('exit', () => {
    for (const [file, script] of fresh) write(file, script.createCachedData())
  })
  internals.prototype._compile = function (code, file) {
    if (dirname(file) !== bundled) return compile.call(this, code, file)
    const kept = join(folder, `${basename(file)}-${process.version}-${process.arch}`)
    const cachedData = read(kept)
    const script = new Script(Module.wrap(code), { filename: file, ...(cachedData ? { cachedData } : {}) })
    if (!cachedData || script.cachedDataRejected) fresh.set(kept, script)
    const run = script.runInThisContext() as (...given: unknown[]) => unknown
    return run.call(this.exports, this.exports, this.require.bind(this), this, file, bundled)
  }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}

/** As a whole or not at all; without it the next start is only slower. */
function write(file: string, data: Buffer): void {
  const draft = `${file}.${process.pid}`
  try {
    writeFileSync(draft, data, { mode: 0o600 })
    renameSync(draft, file)
  } catch {}
}
