/**
 * `npm run build`: bundles the program into `dist/`, a file per command and chunks for what they share, so that a
 * start opens few files and only those it needs.
 */
import { copyFileSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { leanModules } from './lean-modules.js'

const root = fileURLToPath(new URL('..', import.meta.url))

const commands = readdirSync(join(root, 'commands'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))

rmSync(join(root, 'dist'), { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: [
    { in: 'src/cli/main.ts', out: 'main' },
    { in: 'src/cli/help.ts', out: 'help' },
    { in: 'src/lua/worker.ts', out: 'lua/worker' },
    ...commands.map((file) => ({ in: file, out: file.replace(/\.ts$/, '') })),
  ],
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  minifySyntax: true,
  minifyWhitespace: true,
  plugins: [leanModules],
  keepNames: false,
  legalComments: 'linked',
  // keytar is native and optional; typescript is named by a loader of cosmiconfig's that is never used.
  external: ['keytar', 'typescript'],
  logLevel: 'warning',
  // Bundled CommonJS modules call `require` for Node's own, and write-file-atomic asks for its name.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename;",
  },
})

// What the thread of `logto lua` reads at its start.
const wasmoon = dirname(createRequire(import.meta.url).resolve('wasmoon'))
copyFileSync(join(wasmoon, 'glue.wasm'), join(root, 'dist', 'lua', 'glue.wasm'))
for (const file of ['json.lua', 'prelude.lua']) {
  copyFileSync(join(root, 'src', 'lua', file), join(root, 'dist', 'lua', file))
}
