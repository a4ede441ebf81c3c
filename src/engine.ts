/** The one place that tunes V8. Each setting says what it was measured to be worth; none changes what a program does. */

import { mkdirSync } from 'node:fs'
import module from 'node:module'
import { setFlagsFromString } from 'node:v8'

/**
 * Node 20 compiles undici's WebAssembly HTTP parser with the optimising compiler in the background and waits for it at
 * exit: the flag takes a run with one request from 271 to 150 ms. Nodes from 22 on do not wait, and are 20 ms slower
 * with the flag.
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

/** Node 22.8 and later. */
const { enableCompileCache } = module as { enableCompileCache?: (folder: string) => unknown }

/**
 * Keeps what V8 compiled for the next start, in a folder of the user's own: Node's default lies below the temporary
 * folder, where somebody else could leave code for us. Without it a start compiles anew, as on Node 20.
 */
export function keepCompiledCode(folder: string): void {
  if (!enableCompileCache) return
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch {
    return
  }
  enableCompileCache(folder)
}
