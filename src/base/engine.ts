/**
 * The one place that tunes V8. Each setting says what it was measured to be worth; none changes what a program does.
 *
 * V8 takes compiled code only under the flags that it was made with, and most of Node's own parts come as such code: under
 * another flag each is compiled anew when it is loaded. So flags are set as late as can be, and taken back at the end,
 * before compiled code is kept. A request on Node 20.20 takes 74 instead of 85 ms for that.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Module } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

/** Flags that were set, with those that take them and all that they imply back. */
const changes: { set: string; back: readonly string[] }[] = []

function change(set: string, ...back: readonly string[]): void {
  if (changes.some((known) => known.set === set)) return
  if (changes.length === 0) process.prependOnceListener('exit', takeBack)
  setFlagsFromString(set)
  changes.push({ set, back })
}

function takeBack(): void {
  for (const { back } of changes) for (const flag of back) setFlagsFromString(flag)
}

function underFirstFlags<T>(work: () => T): T {
  takeBack()
  try {
    return work()
  } finally {
    for (const { set } of changes) setFlagsFromString(set)
  }
}

let hasConnected = false

/**
 * Called when a connection has been made, before undici's parser is used. Node 20 compiles that WebAssembly with the
 * optimising compiler in the background and waits for it at exit: the flag takes a run with one request from 160 to 74 ms.
 * Nodes from 22 on do not wait.
 */
export function prepareForAnswers(): void {
  hasConnected = true
  compileWasmQuickly()
}

/** The same for other WebAssembly: `logto lua` takes 0.15 instead of 0.18 s of CPU time for an empty script. */
export function compileWasmQuickly(): void {
  if (Number.parseInt(process.versions.node, 10) >= 22) return
  change('--liftoff-only', '--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering')
}

/**
 * Called where little is left to be done. The optimising compiler takes 13 ms for the function that wraps lines, in the
 * background, and Node 20 waits for it at exit: a command's help takes 55 instead of 65 ms without it.
 */
export function leaveUnoptimised(): void {
  if (Number.parseInt(process.versions.node, 10) >= 22) return
  change('--no-opt', '--opt')
}

/**
 * Keeps V8 from doubling its nursery while pages stream through, and from waiting until the heap is four times what is
 * live: twice is enough. `users list --all -o jsonl` peaks at 77 MB instead of 92 for 100,000 rows (10,000 rows: 73
 * instead of 78) for the first, `users export` of a million people at 120 instead of 146 for the second, in the same time.
 */
export function keepHeapSmall(): void {
  change('--semi-space-growth-factor=1', '--semi-space-growth-factor=2')
  change('--heap-growing-percent=100', '--heap-growing-percent=0')
}

/** What Node has and its types do not tell. */
const internals = Module as unknown as {
  prototype: { _compile(this: NodeModule, code: string, file: string, ...rest: unknown[]): unknown }
}

/**
 * Keeps what V8 compiled of the shared files of `bundled` for the next start, in a folder of the user's own: Node's default
 * lies below the temporary folder, where somebody else could leave code for us. A request takes 73 instead of 85 ms on
 * Node 20. Node's own `enableCompileCache` is not used: it keeps no function that was compiled while the program ran, and
 * a request takes 72 ms with it on Node 22 where it takes 56 with this.
 *
 * The names of the files hold a hash of what is in them: V8 itself only compares lengths. `use` tells starts apart that
 * run different functions of the same files: help takes 53 instead of 59 ms where another command came before it.
 */
export function keepCompiledCode(
  folder: string,
  { version, use, bundled }: { version: string; use: string; bundled: string },
): void {
  const own = join(folder, version, use)
  try {
    if (mkdirSync(own, { recursive: true, mode: 0o700 })) forgetOld(folder, version)
  } catch {
    return
  }
  keepIn(own, bundled)
}

const monthMs = 30 * 24 * 3600_000

/** Removes the code of other versions that have kept none for a month. Only a version's first start looks. */
function forgetOld(folder: string, version: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (name !== version && Date.now() - statSync(path).mtimeMs > monthMs)
      rmSync(path, { recursive: true, force: true })
  }
}

function keepIn(folder: string, bundled: string): void {
  const compile = internals.prototype._compile
  const scripts = new Map<string, Script>()
  const fresh = new Set<string>()
  const suffix = `${process.version}-${process.arch}`
  // At the end V8 has also compiled the functions that were called. The first request calls many that no start before it
  // has: what it leaves is kept once more, which makes the next take 5 ms less.
  process.once('exit', () => {
    const mark = join(folder, `connected-${suffix}`)
    const again = hasConnected && !existsSync(mark)
    for (const [file, script] of scripts) if (again || fresh.has(file)) write(file, script.createCachedData())
    if (again) write(mark, Buffer.alloc(0))
  })
  internals.prototype._compile = function (code, file, ...rest) {
    if (dirname(file) !== bundled) return compile.call(this, code, file, ...rest)
    const kept = join(folder, `${basename(file)}-${suffix}`)
    const cachedData = read(kept)
    const script = underFirstFlags(
      () => new Script(Module.wrap(code), { filename: file, ...(cachedData ? { cachedData } : {}) }),
    )
    scripts.set(kept, script)
    if (!cachedData || script.cachedDataRejected) fresh.add(kept)
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
