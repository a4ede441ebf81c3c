/**
 * `npm run standalone`: one file for people without Node, for the machine that it is made on. It is the Node that runs
 * this, with the files of the package and the keychain's native part in it (Node's single executable applications).
 * Written to `dist-standalone/`, or the folder of `-- --to`, with its SHA-256 beside it.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const work = join(root, '.build', 'standalone')
const { values } = parseArgs({ options: { to: { type: 'string', default: 'dist-standalone' } } })
const folder = resolve(root, values.to)
const isWindows = process.platform === 'win32'
const name = `logto-${isWindows ? 'windows' : process.platform}-${process.arch}${isWindows ? '.exe' : ''}`
const executable = join(folder, name)

rmSync(work, { recursive: true, force: true })
for (const made of [work, folder]) mkdirSync(made, { recursive: true })
await bundle()
build()
copyNodeLicence()
const hash = createHash('sha256').update(readFileSync(executable)).digest('hex')
// As sha256sum writes it, and `sha256sum --check` reads it.
writeFileSync(`${executable}.sha256`, `${hash}  ${name}\n`)
const megabytes = (path: string) => (statSync(path).size / 1e6).toFixed(0)
process.stdout.write(
  `${relative(root, executable)}: ${megabytes(executable)} MB, Node ${process.version} alone ${megabytes(process.execPath)}\n`,
)

/** Node is handed on, and its licence with it: where Node's own archives have it. */
function copyNodeLicence(): void {
  const bin = dirname(realpathSync(process.execPath))
  const file = [join(bin, '..', 'LICENSE'), join(bin, 'LICENSE')].find((path) => existsSync(path))
  if (file !== undefined) copyFileSync(file, join(folder, 'NODE-LICENSE.txt'))
  else process.stderr.write('the licence of Node is not beside it: hand it on with the executable\n')
}

/** The two beginnings, of the program and of its threads. */
async function bundle(): Promise<void> {
  const at = join(root, 'src', 'cli', 'standalone')
  for (const entry of ['start', 'thread']) {
    const made = await rolldown({
      input: join(at, `${entry}.ts`),
      platform: 'node',
      transform: { target: 'node20.18' },
    })
    await made.write({ file: join(work, `${entry}.cjs`), format: 'cjs', minify: { mangle: false, compress: true } })
  }
}

/** What the executable holds, by name: the package's files, and those of keytar that run. */
function contents(): Record<string, string> {
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: string[] }
  const own = ['package.json', ...files].flatMap((file) => allBelow(join(root, file)))
  const assets = Object.fromEntries(own.map((file) => [nameOf(file), file]))
  const keytar = dirname(createRequire(import.meta.url).resolve('keytar/package.json'))
  const native = `prebuilds/${process.platform}-${process.arch}/keytar.node`
  for (const file of ['lib/keytar.js', native, 'LICENSE.md']) assets[`node_modules/keytar/${file}`] = join(keytar, file)
  assets['standalone/thread.cjs'] = join(work, 'thread.cjs')
  return assets
}

function nameOf(file: string): string {
  return relative(root, file).replaceAll('\\', '/')
}

function allBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path).flatMap((entry) => allBelow(join(path, entry)))
}

function build(): void {
  const buildsWhole = execFileSync(process.execPath, ['--help'], { encoding: 'utf8' }).includes('--build-sea')
  const blob = join(work, 'blob')
  const settings = {
    main: join(work, 'start.cjs'),
    output: buildsWhole ? executable : blob,
    assets: contents(),
    disableExperimentalSEAWarning: true,
    // The beginning is short; the rest keeps its compiled code by itself.
    useCodeCache: false,
  }
  const config = join(work, 'config.json')
  writeFileSync(config, JSON.stringify(settings, null, 2))
  if (buildsWhole) {
    run(process.execPath, '--build-sea', config)
  } else {
    run(process.execPath, '--experimental-sea-config', config)
    copyFileSync(process.execPath, executable)
    if (process.platform === 'darwin') run('codesign', '--remove-signature', executable)
    inject(blob)
  }
  // macOS on ARM runs nothing unsigned: the signature is one without a name.
  if (process.platform === 'darwin') run('codesign', '--sign', '-', '--force', executable)
}

/** Older Nodes leave it to postject to put the blob into the executable. */
function inject(blob: string): void {
  const postject = createRequire(import.meta.url).resolve('postject/dist/cli.js')
  const macho = process.platform === 'darwin' ? ['--macho-segment-name', 'NODE_SEA'] : []
  const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'
  run(process.execPath, postject, executable, 'NODE_SEA_BLOB', blob, '--sentinel-fuse', fuse, ...macho)
}

/** Throws with what it said when it fails; postject warns of sections that it leaves alone. */
function run(program: string, ...words: string[]): void {
  execFileSync(program, words, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
}
