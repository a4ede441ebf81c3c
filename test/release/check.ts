/**
 * `npm run release:check`: packs the program, installs it as a user does, and runs it: every command on every Node that
 * it supports, and a new user's walk in each way in which it may be installed. `-- --quick` runs each
 * command once, on the oldest Node or the newest; `-- --node current` takes the Node that runs this. Ends with 1 when anything is wrong.
 */
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { everyDryRun, everyHelp } from './every-command.js'
import { type Installation, install, runBeside, runInstalled } from './installation.js'
import { nodeOf, supportedNodes, versionOf } from './nodes.js'
import { npm } from './npm.js'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, node: { type: 'string', multiple: true } },
})
const root = join(import.meta.dirname, '..', '..')
const place = mkdtempSync(join(tmpdir(), 'logto-release-'))
const versions = values.node ?? (values.quick ? ['20.18.1', 'latest'] : supportedNodes)
const nodes = join(place, 'nodes')
const isWindows = process.platform === 'win32'
let homes = 0
let isGood = true

try {
  // Others than its owner run what is installed here.
  chmodSync(place, 0o755)
  const tarball = pack()
  const [oldest = 'current'] = versions
  for (const version of versions) {
    await checkNode(version, tarball, {
      examples: !isWindows && (!values.quick || version === oldest),
      help: !values.quick || version !== oldest,
    })
  }
  if (!values.quick) await checkWays(nodeOf(oldest, nodes), tarball)
} finally {
  writable(place)
  rmSync(place, { recursive: true, force: true })
}
process.exitCode = isGood ? 0 : 1

function pack(): string {
  // Built before: npm run release:check does that.
  const told = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', place], { cwd: root })
  const [{ filename, size, unpackedSize }] = JSON.parse(told) as [
    { filename: string; size: number; unpackedSize: number },
  ]
  print(`${filename}: ${megabytes(size)}, installed ${megabytes(unpackedSize)}`)
  return join(place, filename)
}

/** Every command of an ordinary installation on that Node. */
async function checkNode(wanted: string, tarball: string, every: { examples: boolean; help: boolean }): Promise<void> {
  const node = nodeOf(wanted, nodes)
  const version = versionOf(node)
  const own = install(tarball, join(place, `on-${version}`), node)
  const { stdout } = await runInstalled(own, ['--version'], newHome())
  judge(`Node ${version}: the program runs on it`, stdout.trim().endsWith(`node-${version}`), stdout)
  if (every.help) {
    const which = values.quick ? 'every command without an operation' : 'every command'
    judge(`Node ${version}: the help of ${which}`, await everyHelp(own, newHome(), values.quick))
  }
  if (every.examples) {
    judge(`Node ${version}: an example of every operation, as a dry run`, await everyDryRun(own, newHome()))
  } else if (isWindows) print('not checked on Windows: examples, which are lines of a POSIX shell')
  await walk(`Node ${version}`, own)
}

/** The walk in each way of installing. */
async function checkWays(node: string, tarball: string): Promise<void> {
  const at = (name: string) => join(place, name)
  await walk('without install scripts', install(tarball, at('no-scripts'), node, ['--ignore-scripts']))
  await walk('without optional dependencies', install(tarball, at('no-optional'), node, ['--omit=optional']))
  await walk('in a path with spaces and umlauts', install(tarball, at('Größe und Gewöhnung'), node))
  if (isWindows) return print('not checked on Windows: an installation that is read-only or of another user')
  const whole = install(tarball, at('read-only'), node)
  readOnly(at('read-only'))
  await walk('in a read-only installation', whole)
  // Root writes wherever it likes: the other user also proves that nothing is written there.
  if (process.getuid?.() !== 0) return print('not checked here: as another user, for which one has to be root')
  const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=-all', '--']
  await walk('read-only, as another user', { ...whole, as: nobody })
}

async function walk(name: string, own: Installation): Promise<void> {
  // It is a script of sh.
  if (isWindows) return print(`not checked on Windows: the walk of a new user, ${name}`)
  const home = newHome()
  if (own.as.length > 0) chmodSync(home, 0o777)
  const script = join(home, 'walk.sh')
  copyFileSync(join(import.meta.dirname, 'walk.sh'), script)
  const line = ['env', `TMPDIR=${home}`, 'sh', script, own.command]
  const { code, stdout, stderr } = await runBeside(own, line, home)
  judge(`the walk of a new user, ${name}`, code === 0, stdout + stderr)
}

function newHome(): string {
  homes += 1
  const home = join(place, `home-${homes}`)
  mkdirSync(home)
  return home
}

/** Good is `true`, or a list of faults that is empty. */
function judge(what: string, good: boolean | readonly string[], told = ''): void {
  const faults = typeof good === 'boolean' ? (good ? [] : [told]) : good
  print([`${faults.length === 0 ? 'good' : 'BAD '}  ${what}`, ...faults].join('\n'))
  isGood &&= faults.length === 0
}

function readOnly(folder: string): void {
  for (const path of allBelow(folder)) chmodSync(path, statSync(path).mode & 0o555)
}

function writable(folder: string): void {
  for (const path of allBelow(folder)) chmodSync(path, statSync(path).mode | 0o200)
}

/** The folder and all in it, but for links, which lead out of it. */
function allBelow(folder: string): string[] {
  const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => !entry.isSymbolicLink())
  return [
    folder,
    ...inner.flatMap((entry) => (entry.isDirectory() ? allBelow(join(folder, entry.name)) : join(folder, entry.name))),
  ]
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
