/**
 * Bundles a script of the benchmarks with the same libraries, in the same way, as the program is bundled: `start.cjs` in the
 * folder named. A process of its own, since bundling takes memory, and Linux counts that of a parent as its children's.
 *
 *   tsx bench/bundle.ts bench/floor/start.ts FOLDER
 */
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { lazyModules } from '../generate/lazy-modules.js'
import { leanModules } from '../generate/lean-modules.js'

const root = fileURLToPath(new URL('..', import.meta.url))

const [, , script = '', folder = ''] = process.argv
const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  input: { start: script },
  external: ['keytar', 'typescript'],
  plugins: [leanModules, lazyModules],
  transform: { target: 'node20.18' },
  checks: { eval: false, ineffectiveDynamicImport: false },
})
await bundle.write({
  dir: folder,
  format: 'cjs',
  dynamicImportInCjs: false,
  minify: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
})
for (const place of ['', 'chunks']) {
  copyFileSync(join(root, 'dist/chunks/llhttp_simd.wasm'), join(folder, place, 'llhttp_simd.wasm'))
}
