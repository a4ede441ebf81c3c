/**
 * The floor of `users get ID --json`: the same work by the same libraries, bundled and kept compiled in the same way, with
 * nothing of this program's own. What the program takes beyond it is what its own code costs.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { lazyModules } from '../../generate/lazy-modules.js'
import { leanModules } from '../../generate/lean-modules.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Bundles the floor into a folder and returns the file to start. */
export async function buildFloor(folder: string): Promise<string> {
  const bundle = await rolldown({
    cwd: root,
    platform: 'node',
    input: { start: 'bench/floor/start.ts' },
    plugins: [leanModules, lazyModules],
    transform: { target: 'node20.18' },
    checks: { eval: false },
  })
  await bundle.write({
    dir: folder,
    format: 'cjs',
    dynamicImportInCjs: false,
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'chunks/[name]-[hash].cjs',
  })
  copyFileSync(join(root, 'dist/chunks/llhttp_simd.wasm'), join(folder, 'chunks/llhttp_simd.wasm'))
  return join(folder, 'start.cjs')
}
