import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Where the thread and what it loads are. */
export interface MachineFiles {
  worker: string
  /** Written in TypeScript: the thread needs tsx. */
  isSource: boolean
  wasm: string
  /** The parts of a script's world, in the order in which they build on each other. */
  world: readonly string[]
}

/** The files of the Lua machine: built ones in `dist/lua`; from source, where they are written or installed. */
export function machineFiles(root: string): MachineFiles {
  const isSource = import.meta.url.endsWith('.ts')
  const folder = join(root, ...(isSource ? ['src', 'jobs', 'lua'] : ['dist', 'lua']))
  const wasmFolder = isSource ? dirname(createRequire(import.meta.url).resolve('wasmoon')) : folder
  return {
    worker: join(folder, isSource ? 'worker.ts' : 'worker.cjs'),
    isSource,
    wasm: join(wasmFolder, 'glue.wasm'),
    world: ['json', 'errors', 'calls', 'helpers', 'mcp', 'regex', 'run'].map((part) =>
      join(folder, 'world', `${part}.lua`),
    ),
  }
}
