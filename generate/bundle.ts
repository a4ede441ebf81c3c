/**
 * `npm run build`: bundles the program into `dist/`, a file per command and few shared ones.
 *
 * CommonJS, since Node loads its files at once and one after the other: each ES module costs half a millisecond more.
 * What every start needs lies in one file, and what every request needs in another. Measured on Node 20.20 (medians of
 * whole runs, an empty script taking 54 ms): `users get --json` from 119 to 108 ms, a usage error from 88 to 79.
 */
import { copyFileSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ChunkingContext, rolldown } from 'rolldown'
import { lazyModules } from './lazy-modules.js'
import { leanModules } from './lean-modules.js'

const root = fileURLToPath(new URL('..', import.meta.url))

const commands = readdirSync(join(root, 'commands'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))

const entries = ['src/cli/main.ts', 'src/cli/help-class.ts', 'src/jobs/lua/worker.ts', ...commands]

/** Files of their own, each with all that its modules import at once; a module that two need lies in the first. */
const together: [name: string, modules: string[]][] = [
  ['main', ['src/cli/main.ts']],
  [
    'core',
    [
      'src/cli/program.ts',
      'src/call/operation/operation-command.ts',
      'src/call/operation/oclif-shape.ts',
      // What an MCP server reads before it speaks, without what requests need.
      'src/call/operation/settings.ts',
      'src/access/profiles/credential-names.ts',
      // Help's and requests'.
      'src/call/output/pager.ts',
      '\0stand-in:@oclif/core:wsl-utils',
    ],
  ],
  // Help's, and completion's, which does without the rest.
  ['order', ['src/jobs/find/order.ts', 'src/jobs/find/topics.ts', 'src/jobs/describe/command-lines.ts']],
  ['request', ['src/call/operation/run-operation.ts', 'src/call/http/undici-pool.ts']],
]

const found = new Map<string, ReadonlySet<string>>()

const bundle = await rolldown({
  cwd: root,
  platform: 'node',
  preserveEntrySignatures: 'allow-extension',
  input: Object.fromEntries(entries.map((file) => [file.replace(/^src\/(cli\/|jobs\/)?|\.ts$/g, ''), file])),
  // keytar is native and optional; typescript is named by a loader of cosmiconfig's that is never used.
  external: ['keytar', 'typescript'],
  plugins: [leanModules, lazyModules],
  transform: { target: 'node20.18' },
  checks: { eval: false, ineffectiveDynamicImport: false },
})

rmSync(join(root, 'dist'), { recursive: true, force: true })
const { output } = await bundle.write({
  dir: join(root, 'dist'),
  format: 'cjs',
  dynamicImportInCjs: false,
  entryFileNames: '[name].cjs',
  chunkFileNames: 'chunks/[name]-[hash].cjs',
  // Names stay, for stack traces and since oclif's errors are told apart by them.
  minify: {
    mangle: false,
    compress: { keepNames: { function: true, class: true } },
    codegen: { removeWhitespace: true },
  },
  comments: { legal: true },
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: together.map(([name, modules], place) => ({
      debugName: name,
      name: (id: string, context: ChunkingContext) => (imported(name, modules, context).has(id) ? name : null),
      priority: together.length - place,
    })),
  },
})

for (const part of output) {
  if (part.type === 'chunk' && together.some(([name]) => name === part.name)) {
    writeFileSync(join(root, 'dist', part.fileName), inAscii(part.code))
  }
}

// What undici reads beside its code: see lean-modules.ts.
const load = createRequire(import.meta.url)
for (const name of ['llhttp', 'llhttp_simd']) {
  writeFileSync(join(root, 'dist/chunks', `${name}.wasm`), load(`undici/lib/llhttp/${name}-wasm.js`))
}

// What the thread of Lua reads beside its code.
const wasmoon = dirname(load.resolve('wasmoon'))
copyFileSync(join(wasmoon, 'glue.wasm'), join(root, 'dist', 'lua', 'glue.wasm'))
cpSync(join(root, 'src', 'jobs', 'lua', 'world'), join(root, 'dist', 'lua', 'world'), { recursive: true })

// For tests of what a start loads; not part of the package.
const parts = output.filter((part) => part.type === 'chunk')
const contents = parts.map(({ fileName, moduleIds }) => [fileName, moduleIds.map((id) => relative(root, id))])
mkdirSync(join(root, '.build'), { recursive: true })
writeFileSync(join(root, '.build', 'contents.json'), JSON.stringify(Object.fromEntries(contents)))

/** The modules and all that they import, save what they import when they need it. */
function imported(name: string, modules: readonly string[], context: ChunkingContext): ReadonlySet<string> {
  const known = found.get(name)
  if (known) return known
  const ids = new Set(modules.map((module) => (module.startsWith('\0') ? module : resolve(root, module))))
  for (const id of ids) for (const next of context.getModuleInfo(id)?.importedIds ?? []) ids.add(next)
  found.set(name, ids)
  return ids
}

/**
 * V8 keeps a text in half the memory, and Node reads it in half the time, when it is plain ASCII: a request on Node 20.20
 * takes 2 ms less. Minified code has such letters in its strings and patterns alone.
 */
function inAscii(code: string): string {
  if (/String\.raw`[^`]*[^\0-\x7f]/.test(code)) throw new Error('cannot escape letters of a raw text')
  return code.replace(/\\?[^\0-\x7f]/g, (letter) => {
    if (letter.startsWith('\\')) throw new Error(`cannot escape ${letter}`)
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
