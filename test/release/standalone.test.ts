/** The single executable, alone in a folder: nothing of the package, of node_modules or of Node is beside it. */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { nativeFile } from '../../src/cli/standalone/native.js'
import { SecretService, secretServiceNeed } from '../access/profiles/secret-service.js'
import { cleanEnv, type Home, makeHome, type RunOptions, watch } from '../cli/run.js'
import { startServer } from '../cli/server.js'
import { onTerminal, terminalNeed } from '../cli/terminal.js'
import { logtoTenant } from '../jobs/login/logto-tenant.js'
import { machineSecret } from '../jobs/login/person.js'

const root = join(import.meta.dirname, '..', '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const isPosix = process.platform !== 'win32'
const folder = mkdtempSync(join(tmpdir(), 'standalone-'))
let executable = ''
let home: Home

beforeAll(() => {
  execFileSync(process.execPath, ['--import', 'tsx', join(root, 'generate', 'standalone.ts'), '--to', folder], {
    cwd: root,
  })
  const [made = ''] = readdirSync(folder).filter((file) => /^logto-.*(?<!\.sha256)$/.test(file))
  executable = join(folder, made)
  home = makeHome()
}, 180_000)
afterAll(() => {
  home.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs it where no Node is to be found. */
function begin(words: readonly string[], options: RunOptions = {}) {
  const env = { ...cleanEnv(home.path, options.env), PATH: '/nowhere', LOGTO_KEYCHAIN: 'off', ...options.env }
  return watch(spawn(executable, words, { cwd: options.cwd ?? home.path, env, stdio: 'pipe' }), options)
}

const logto = (words: readonly string[], options?: RunOptions) => begin(words, options).finished

const good = { code: 0, stderr: '' }

describe('the standalone program', () => {
  it('has its checksum beside it', () => {
    const hash = createHash('sha256').update(readFileSync(executable)).digest('hex')
    expect(readFileSync(`${executable}.sha256`, 'utf8')).toMatch(new RegExp(`^${hash}  logto-[\\w.-]+\n$`))
  })

  it('says its version, its help and its pages', async () => {
    expect(await logto(['--version'])).toMatchObject({ ...good, stdout: expect.stringContaining(`/${version} `) })
    expect(await logto([])).toMatchObject({ ...good, stdout: expect.stringContaining('help environment') })
    for (const words of [
      ['users'],
      ['users', 'create', '--help'],
      ['help', 'environment'],
      ['docs', 'users', 'create'],
      ['search', 'suspend', 'user'],
      ['schema', 'apps', 'create', '--skeleton'],
      ['autocomplete', 'words', 'users', 'cre'],
    ]) {
      const { code, stdout, stderr } = await logto(words)
      expect([code, stderr, stdout.length > 0], words.join(' ')).toEqual([0, '', true])
    }
    const wrong = await logto(['users', 'lst'])
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain('did you mean `logto users list`?')
  })

  it('calls a tenant, in every format', async () => {
    const server = await startServer(() => ({ body: [{ id: 'u1', name: 'Änne' }] }))
    onTestFinished(server.close)
    const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'opaque' }
    for (const format of ['table', 'json', 'jsonl', 'yaml', 'csv']) {
      const listed = await logto(['users', 'list', '-o', format], { env })
      expect(listed, format).toMatchObject({ ...good, stdout: expect.stringContaining('Änne') })
    }
  })

  it('runs scripts, in a thread that finds its files', async () => {
    const server = await startServer(() => ({ body: [{ id: 'u1', name: 'Ann' }] }))
    onTestFinished(server.close)
    const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'opaque' }
    const input = 'print(regex.match("a1", "[0-9]").text) return logto.list_users{}[1].name'
    expect(await logto(['lua', '-'], { env, input })).toMatchObject({ ...good, stdout: '1\nAnn\n' })
    const guide = await logto(['lua', '--eval', 'print(docs.read("mcp"))'], { env })
    expect(guide).toMatchObject({ ...good, stdout: expect.stringContaining('# ') })
  })

  it.skipIf(!isPosix)(
    `walks as a new user does${isPosix ? '' : ' (skipped: the walk is a script of sh)'}`,
    async () => {
      const walk = spawn('sh', [join(import.meta.dirname, 'walk.sh'), executable], {
        env: cleanEnv(home.path),
        stdio: 'pipe',
      })
      const { code, stdout, stderr } = await watch(walk, { timeoutMs: 120_000 }).finished
      expect(code, stdout + stderr).toBe(0)
      expect(stdout).toContain('The walk is done.')
    },
    130_000,
  )

  it('tells clients of the protocol to start itself, and serves them', async () => {
    const tenant = await logtoTenant()
    const words = ['login', '--profile', 'served', '--endpoint', tenant.endpoint, '--client-id', 'machine']
    const input = machineSecret
    const signedIn = await logto([...words, '--client-secret-stdin', '--storage', 'file'], { input })
    expect(signedIn.code, signedIn.stderr).toBe(0)
    const { stdout } = await logto(['mcp', 'config', '--client', 'claude-desktop', '--full-path'])
    const start = JSON.parse(stdout.slice(stdout.indexOf('{'))).mcpServers.logto
    expect(start).toMatchObject({ command: executable, args: expect.arrayContaining(['mcp', 'serve', 'served']) })
    expect(start.args[0]).toBe('mcp')
    const initialize = {
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    }
    const served = await logto(start.args, { input: `${JSON.stringify(initialize)}\n` })
    expect(JSON.parse(served.stdout)).toMatchObject({ id: 1, result: { serverInfo: { name: expect.any(String) } } })
  })

  it('writes nothing beside itself, and runs from a folder that cannot be written to', async () => {
    const place = join(home.path, 'Größe und Gewöhnung')
    mkdirSync(place)
    const copy = join(place, 'logto.exe')
    cpSync(executable, copy)
    chmodSync(place, 0o555)
    onTestFinished(() => chmodSync(place, 0o755))
    const run = watch(spawn(copy, ['users', 'create', '--username', 'ann', '--dry-run'], { env: cleanEnv(home.path) }))
    expect(await run.finished).toMatchObject(good)
    expect(readdirSync(place)).toEqual(['logto.exe'])
  })
})

describe.skipIf(terminalNeed.lacking)(`its notice of a newer release${terminalNeed.note}`, () => {
  it('comes from a process that it starts itself, and speaks of a file', async () => {
    const registry = await startServer(() => ({ body: { version: '99.1.0' } }))
    onTestFinished(registry.close)
    const kept = join(home.path, 'cache', 'logto-cli', 'release.json')
    const env = { LOGTO_NO_UPDATE_NOTIFIER: '', npm_config_registry: registry.endpoint, EXECUTABLE: executable }
    const version = () => onTerminal('"$EXECUTABLE" --version', { home: home.path, env })
    await version()
    await expect.poll(() => readFileSync(kept, 'utf8'), { timeout: 20_000 }).toContain('99.1.0')
    const { screen } = await version()
    expect(screen).toContain('-> 99.1.0')
    expect(screen).toContain('download it')
  })
})

describe.skipIf(secretServiceNeed.lacking)(`its keychain${secretServiceNeed.note}`, () => {
  it('keeps secrets, by a native part that only the user can write', async () => {
    const service = await SecretService.open()
    onTestFinished(() => service.close())
    await service.start('unlocked')
    const tenant = await logtoTenant()
    const { DBUS_SESSION_BUS_ADDRESS = '', XDG_RUNTIME_DIR = '' } = service.env
    const env = { DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR, LOGTO_KEYCHAIN: '' }
    const words = ['login', '--profile', 'kept', '--endpoint', tenant.endpoint, '--client-id', 'machine']
    const signedIn = await logto([...words, '--client-secret-stdin'], { env, input: machineSecret })
    expect(signedIn.code, signedIn.stderr).toBe(0)
    expect((await logto(['profiles', 'list'], { env })).stdout).toMatch(/kept.*\tkeychain\t/)
    expect(await logto(['users', 'list', '--profile', 'kept'], { env })).toMatchObject({ code: 0 })
    const native = join(home.path, 'cache', 'logto-cli', 'native')
    expect([statSync(native).mode & 0o777, readdirSync(native)]).toEqual([0o700, ['keychain.node']])
    expect(await logto(['logout', '--profile', 'kept'], { env })).toMatchObject({ code: 0 })
  })
})

describe('the native part', () => {
  const data = Buffer.from('the part')
  function place(): string {
    const made = mkdtempSync(join(tmpdir(), 'native-'))
    onTestFinished(() => rmSync(made, { recursive: true, force: true }))
    return made
  }

  it('is written once, for its user alone', () => {
    const folder = join(place(), 'a', 'native')
    const file = nativeFile(data, folder)
    expect(readFileSync(file)).toEqual(data)
    if (isPosix) expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o700])
    const { mtimeMs } = statSync(file)
    expect(nativeFile(data, folder)).toBe(file)
    expect(statSync(file).mtimeMs).toBe(mtimeMs)
  })

  it('is never what somebody else left there', () => {
    const folder = place()
    const file = join(folder, 'keychain.node')
    writeFileSync(file, 'another part')
    expect(readFileSync(nativeFile(data, folder))).toEqual(data)
    const target = join(place(), 'target')
    writeFileSync(target, data)
    rmSync(file)
    symlinkSync(target, file)
    expect(readFileSync(nativeFile(Buffer.from('newer'), folder), 'utf8')).toBe('newer')
    expect(readFileSync(target)).toEqual(data)
  })

  it('goes elsewhere where the folder is a link or cannot be made', () => {
    const folder = place()
    symlinkSync(place(), join(folder, 'link'))
    writeFileSync(join(folder, 'file'), '')
    for (const taken of ['link', 'file', join('file', 'below')]) {
      const file = nativeFile(data, join(folder, taken))
      expect(file.startsWith(join(tmpdir(), 'logto-native-')), taken).toBe(true)
      expect(readFileSync(file)).toEqual(data)
    }
    expect(existsSync(join(folder, 'link', 'keychain.node'))).toBe(false)
  })
})
