/**
 * The floor of `users get ID --json`: the same work by the same libraries, bundled and kept compiled in the same way, with
 * nothing of this program's own. What the program takes beyond it is what its own code costs. Bundled into the folder named,
 * by a process of its own: Linux counts the memory of a parent as its children's.
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { lazyModules } from '../../generate/lazy-modules.js'
import { leanModules } from '../../generate/lean-modules.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

const folder = process.argv[2] ?? ''
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
