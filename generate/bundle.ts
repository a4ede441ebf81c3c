/**
 * `npm run build`: bundles the program into `dist/`, a file per command and chunks for what they share, so that a
 * start opens few files and only those it needs.
 */
import { readdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { leanModules } from './lean-modules.js'
import { namedModels } from './named-models.js'

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
  plugins: [leanModules, namedModels],
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
