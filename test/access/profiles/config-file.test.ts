import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ConfigFile } from '../../../src/access/profiles/config-file.js'
import { configFolder } from '../../../src/access/profiles/config-folder.js'
import { checkProfileName, findProfile } from '../../../src/access/profiles/profile.js'
import { bundleProgram, start } from './programs.js'
import { sampleProfile } from './sample-profile.js'

let folder: string
let file: ConfigFile

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'config-')), 'logto-cli')
  file = new ConfigFile({ LOGTO_CONFIG_DIR: folder })
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

async function write(text: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(file.path, text)
}

const add = (name: string, profile = sampleProfile()) =>
  file.update(({ profiles }) => {
    profiles[name] = profile
  })

describe('the folder', () => {
  it.each([
    [{ LOGTO_CONFIG_DIR: '/a', XDG_CONFIG_HOME: '/b', HOME: '/c' }, '/a'],
    [{ XDG_CONFIG_HOME: '/b', HOME: '/c' }, '/b/logto-cli'],
    [{ HOME: '/c' }, '/c/.config/logto-cli'],
  ])('for %j is %s', (env, expected) => {
    if (process.platform !== 'win32') expect(configFolder(env)).toBe(expected)
  })
})

describe('reading and writing', () => {
  it('takes no file for an empty configuration, and makes none', async () => {
    expect(await file.read()).toEqual({ version: 1, profiles: {} })
    await expect(stat(folder)).rejects.toThrow('ENOENT')
  })

  it('writes 0600 in a 0700 folder, whatever the umask', async () => {
    const before = process.umask(0)
    try {
      await add('work')
    } finally {
      process.umask(before)
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(file.path)).mode & 0o777).toBe(0o600)
  })

  it('returns what is then read, and keeps what a person or another release added', async () => {
    await write('{"version":1,"colour":"blue","profiles":{}}')
    const written = await add('work')
    expect(await file.read()).toEqual(written)
    expect(written).toMatchObject({ colour: 'blue', profiles: { work: { kind: 'client' } } })
  })

  it('leaves the file as it was when the change throws or makes nonsense', async () => {
    await add('work')
    const before = await readFile(file.path, 'utf8')
    const fail = file.update((configuration) => {
      configuration.profiles = {}
      throw new RangeError('no')
    })
    await expect(fail).rejects.toThrow(RangeError)
    await expect(add('work', sampleProfile({ endpoint: 'http://evil.test' }))).rejects.toMatchObject({
      code: 'config.bad_shape',
    })
    expect(await readFile(file.path, 'utf8')).toBe(before)
    expect(await readdir(folder)).toEqual(['config.json'])
  })

  it('writes through a symbolic link of the user', async () => {
    await mkdir(folder, { recursive: true })
    const real = join(folder, '..', 'dotfiles.json')
    await writeFile(real, '{"version":1,"profiles":{}}')
    await symlink(real, file.path)
    await add('work')
    expect(JSON.parse(await readFile(real, 'utf8')).profiles).toHaveProperty('work')
  })

  it('reads a file that begins with a byte order mark', async () => {
    await write('\uFEFF{"version":1,"profiles":{}}')
    expect((await file.read()).profiles).toEqual({})
  })
})

describe('a file that cannot be understood', () => {
  const sound = JSON.stringify(sampleProfile(), null, 1)
  it.each([
    ['a broken one', '{\n  "version": 1,\n  "profiles": {,}\n}', ':3: this is not JSON'],
    ['an unfinished one', '{\n  "version": 1,\n', ':2: this is not JSON'],
    ['a line break in a text', '{\n  "version": 1, "x": "a\nb"}', ':2: this is not JSON'],
    ['an empty one', '', ':1: this is not JSON'],
    ['a list', '[]', ':1: the file must be an object'],
    ['no version', '{"profiles": {}}', ':1: version must be 1'],
    ['no profiles', '{\n"version": 1}', ':1: profiles must be an object'],
    ['a profile that is none', '{"version": 1,\n"profiles":\n{"work":\n7}}', ':4: profiles.work must be an object'],
    [
      'a strange default',
      '{"version": 1,\n"defaultProfile": "-x", "profiles": {}}',
      ':2: defaultProfile must be the name',
    ],
    ['a strange name', `{"version": 1, "profiles": {\n"a b":\n${sound}}}`, ':3: profiles.a b cannot be the name'],
    [
      'a strange kind',
      `{"version": 1, "profiles": {"a":\n${sound.replace('"client"', '"root"')}}}`,
      ':6: profiles.a.kind must be one of',
    ],
    [
      'a loosened endpoint',
      `{"version": 1, "profiles": {"a":\n${sound.replace('https:', 'http:')}}}`,
      ':4: profiles.a.endpoint must be an https',
    ],
    [
      'a token host with a password',
      `{"version": 1, "profiles": {"a":\n${sound.replace('acme.logto.app/oidc', 'u:p@acme.logto.app/oidc')}}}`,
      ':5: profiles.a.tokenUrl may not carry',
    ],
    [
      'readOnly: false',
      `{"version": 1, "profiles": {"a":\n${sound.replace('"id"', '"readOnly": false, "id"')}}}`,
      ':3: profiles.a.readOnly must be true or left out',
    ],
  ])('%s is named with its path and line', async (_, text, said) => {
    await write(text)
    await expect(file.read()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`${file.path}${said}`),
    })
    await expect(add('work')).rejects.toMatchObject({ exitCode: 2 })
    expect(await readFile(file.path, 'utf8')).toBe(text)
  })

  it('a newer one is refused and not overwritten', async () => {
    const text = '{"version": 2, "profiles": []}'
    await write(text)
    for (const attempt of [() => file.read(), () => add('work')]) {
      await expect(attempt()).rejects.toMatchObject({
        code: 'config.newer',
        message: expect.stringContaining('newer version'),
      })
    }
    expect(await readFile(file.path, 'utf8')).toBe(text)
  })

  it('a folder in its place is named', async () => {
    await mkdir(file.path, { recursive: true })
    await expect(file.read()).rejects.toMatchObject({
      code: 'config.unreadable',
      message: `${file.path} cannot be read (EISDIR)`,
    })
  })

  it('a folder that cannot be made is named', async () => {
    await mkdir(join(folder, '..'), { recursive: true })
    await writeFile(folder, '')
    await expect(add('work')).rejects.toMatchObject({ code: 'config.cannot_write', exitCode: 2 })
  })

  it.skipIf(process.getuid?.() === 0)('one without the right to read it is named (not as root, who may)', async () => {
    await write('{}')
    await chmod(file.path, 0)
    await expect(file.read()).rejects.toMatchObject({ message: `${file.path} cannot be read (EACCES)` })
  })
})

describe('names of profiles', () => {
  it.each(['work', 'a', '9', 'Acme_EU-1.prod', 'x'.repeat(64), '_'])('%s is one', (name) => {
    expect(checkProfileName(name)).toBe(name)
  })
  it.each([
    '',
    '-x',
    '.x',
    'a/b',
    'a b',
    'ä',
    'x'.repeat(65),
    '__proto__',
    'constructor',
    'prototype',
    'a\n',
  ])('%j is none', (name) => {
    expect(() => checkProfileName(name)).toThrow('cannot be the name of a profile')
  })
  it('are never found on the object itself', () => {
    const configuration = { version: 1, profiles: { work: sampleProfile() } } as const
    expect(() => findProfile(configuration, 'toString', '--profile')).toThrow('--profile: there is no profile toString')
    expect(() => findProfile(configuration, 'wrok', '--profile')).toThrow(
      expect.objectContaining({ code: 'config.unknown_profile', hint: expect.stringContaining('did you mean work?') }),
    )
  })
})

describe('several processes', () => {
  let program: Awaited<ReturnType<typeof bundleProgram>>
  beforeAll(async () => {
    program = await bundleProgram('write-profiles')
  })
  afterAll(() => program.remove())
  const run = (...words: string[]) => start(program.file, words, { LOGTO_CONFIG_DIR: folder })

  it('writing at once lose nothing', async () => {
    const ends = await Promise.all(['a', 'b', 'c'].map((prefix) => run('15', prefix).ended))
    expect(ends.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ])
    expect(Object.keys((await file.read()).profiles)).toHaveLength(45)
  }, 30_000)

  it('killed in the middle of a write leave a whole file, no draft and a lock that passes', async () => {
    await add('mine')
    let drafts = 0
    let locks = 0
    // Whenever the kill comes, before, in or after a write: over enough rounds it comes in all of them.
    for (let round = 0; round < 8 || (round < 60 && (drafts === 0 || locks === 0)); round += 1) {
      // The dead holder's lock is made old, as only the last round needs to wait for that.
      await utimes(join(folder, 'config.json.lock'), 0, 0).catch(() => {})
      const { child, ended, line } = run('forever', 'large')
      await line('"started"')
      await delay(25 + (round % 8) * 7)
      child.kill('SIGKILL')
      expect(await ended).toMatchObject({ signal: 'SIGKILL' })
      const left = await readdir(folder)
      if (left.some((name) => /^config\.json\.\d+$/.test(name))) drafts += 1
      if (left.includes('config.json.lock')) locks += 1
      expect((await file.read()).profiles).toHaveProperty('mine')
    }
    expect(locks).toBeGreaterThan(0)
    expect(drafts).toBeGreaterThan(0)
    const startedAt = performance.now()
    await add('after')
    expect(performance.now() - startedAt).toBeLessThan(5500)
    expect(await readdir(folder)).toEqual(['config.json'])
    expect((await file.read()).profiles).toHaveProperty('after')
  }, 60_000)
})
