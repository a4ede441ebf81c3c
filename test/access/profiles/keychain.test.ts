/** The keychain against a real Secret Service: open, locked, absent, and one that never answers. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/access/profiles/open-store.js'
import { need } from '../../programs.js'
import { bundleProgram, start } from './programs.js'
import { SecretService, secretServiceNeed } from './secret-service.js'

let program: Awaited<ReturnType<typeof bundleProgram>>
beforeAll(async () => {
  program = await bundleProgram('use-keychain')
})
afterAll(() => program.remove())

describe.skipIf(secretServiceNeed.lacking)(`a Secret Service${secretServiceNeed.note}`, () => {
  let service: SecretService
  beforeEach(async () => {
    service = await SecretService.open()
  })
  afterEach(() => service.close())

  const use = (...words: string[]) => start(program.file, words, service.env).ended
  const bus = (member: string, ...values: string[]) =>
    spawnSync(
      'dbus-send',
      ['--session', '--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets', member, ...values],
      {
        env: service.env,
        encoding: 'utf8',
      },
    ).stdout

  it('keeps, rotates and forgets secrets, each profile its own', async () => {
    await service.start('unlocked')
    expect(await use('get:p1:client-secret', 'set:p1:client-secret:one', 'set:p2:client-secret:two')).toMatchObject({
      said: [null, 'set', 'set'],
      code: 0,
      stderr: '',
    })
    // Another process: it is the service that remembers.
    expect((await use('get:p1:client-secret', 'get:p2:client-secret', 'get:p1:refresh-token')).said).toEqual([
      'one',
      'two',
      null,
    ])
    const rotated = ['set:p1:refresh-token:r1', 'set:p1:refresh-token:r2', 'get:p1:refresh-token']
    expect((await use(...rotated)).said).toEqual(['set', 'set', 'r2'])
    expect((await use('delete:p1:refresh-token', 'get:p1:refresh-token', 'get:p1:client-secret')).said).toEqual([
      'deleted',
      null,
      'one',
    ])
    expect((await use('deleteAll:p1', 'get:p1:client-secret', 'get:p2:client-secret', 'deleteAll:p1')).said).toEqual([
      'deleted',
      null,
      'two',
      'deleted',
    ])
  }, 20_000)

  it('holds the secrets of a profile through its life, and none after it', async () => {
    await service.start('unlocked')
    const stored = await use('store:work:keychain:one', 'secret:work')
    const [id] = stored.said as string[]
    expect(stored.said).toEqual([id, 'one'])
    expect((await use('rename:work:office', 'secret:office', `get:${id}:client-secret`)).said).toEqual([
      'renamed',
      'one',
      'one',
    ])
    expect((await use('move:office:file', 'secret:office', `get:${id}:client-secret`)).said).toEqual([
      'moved',
      'one',
      null,
    ])
    expect((await use('move:office:keychain', 'secret:office', `get:${id}:client-secret`)).said).toEqual([
      'moved',
      'one',
      'one',
    ])
    expect((await use('remove:office', `get:${id}:client-secret`)).said).toEqual(['removed', null])
    expect((await use('secret:office')).said).toMatchObject({ code: 'config.unknown_profile' })
  }, 20_000)

  it('is used under the one name logto-cli, and a look leaves nothing behind', async () => {
    await service.start('unlocked')
    const found = () => bus('org.freedesktop.Secret.Service.SearchItems', 'dict:string:string:service,logto-cli')
    await use('check', 'get:p1:client-secret', 'deleteAll:p1')
    expect(found()).not.toMatch(/login\/\d+/)
    await use('set:p1:client-secret:one')
    expect(found().match(/login\/\d+/g)).toHaveLength(1)
  }, 20_000)

  it('that is locked is not taken for an empty one', async () => {
    await service.start('unlocked')
    await use('set:p1:client-secret:one')
    await service.stop()
    await service.start('locked')
    for (const words of [
      'get:p1:client-secret',
      'set:p1:client-secret:x',
      'delete:p1:client-secret',
      'deleteAll:p1',
      'check',
    ]) {
      expect(await use(words)).toMatchObject({
        said: {
          code: 'keychain.locked',
          message: 'the keychain is locked',
          hint: expect.stringContaining('--storage file'),
        },
        code: 3,
      })
    }
    await service.stop()
    await service.start('unlocked')
    expect((await use('get:p1:client-secret')).said).toEqual(['one'])
  }, 30_000)

  it('that is locked keeps a profile from being removed without its secrets', async () => {
    await service.start('unlocked')
    await use('store:work:keychain:one')
    await service.stop()
    await service.start('locked')
    expect(await use('remove:work')).toMatchObject({ said: { code: 'keychain.locked' }, code: 3 })
    await service.stop()
    await service.start('unlocked')
    expect((await use('secret:work')).said).toEqual(['one'])
  }, 30_000)

  it('that is not there is named', async () => {
    for (const words of ['get:p1:client-secret', 'check']) {
      expect(await use(words)).toMatchObject({
        said: {
          code: 'keychain.missing',
          message: expect.stringContaining('no program offers the Secret Service'),
          hint: expect.stringContaining('gnome-keyring'),
        },
        code: 3,
      })
    }
  }, 20_000)

  it.each([
    'get:p1:client-secret',
    'set:p1:client-secret:x',
    'deleteAll:p1',
    'check',
  ])('that hangs at the first call (%s) ends the program within 4 s', async (words) => {
    await service.start('unlocked')
    service.freeze()
    const ended = await use(words)
    expect(ended).toMatchObject({
      said: {
        code: 'keychain.timeout',
        message: expect.stringContaining('did not answer within'),
        hint: expect.stringContaining('--storage file'),
      },
      code: 3,
      signal: null,
      stderr: '',
    })
    expect(ended.tookMs).toBeLessThan(4000)
    expect(ended.tookMs).toBeGreaterThan(2000)
  }, 20_000)

  it('that hangs later ends the program within 4 s, without a word lost', async () => {
    await service.start('unlocked')
    const { child, line, ended } = start(
      program.file,
      ['set:p1:client-secret:one', 'wait', 'get:p1:client-secret'],
      service.env,
    )
    await line('"waiting"')
    service.freeze()
    const frozenAt = performance.now()
    child.stdin.end('go\n')
    expect(await ended).toMatchObject({ said: { code: 'keychain.timeout' }, code: 3, signal: null, stderr: '' })
    expect(performance.now() - frozenAt).toBeLessThan(4000)
  }, 20_000)

  it('that hangs does not hold up a call of process.exit()', async () => {
    await service.start('unlocked')
    service.freeze()
    const ended = await use('get:p1:client-secret', 'exit')
    expect(ended.said).toMatchObject({ code: 'keychain.timeout' })
    expect(ended.tookMs).toBeLessThan(4000)
  }, 20_000)

  it('whose bus hangs ends the program within 4 s, too', async () => {
    await service.start('unlocked')
    const asked = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/']
    const call = ['org.freedesktop.DBus.GetConnectionUnixProcessID', 'string:org.freedesktop.DBus']
    const { stdout } = spawnSync('dbus-send', [...asked, ...call], { env: service.env, encoding: 'utf8' })
    const pid = Number(/uint32 (\d+)/.exec(stdout)?.[1])
    process.kill(pid, 'SIGSTOP')
    try {
      const ended = await use('get:p1:client-secret')
      expect(ended.said).toMatchObject({ code: 'keychain.timeout' })
      // Without execve a call that cannot be woken, which is rare, is ended by force (docs/design/0007).
      const byForce = !('execve' in process) && ended.signal === 'SIGKILL'
      expect(byForce || ended.code === 3).toBe(true)
      expect(ended.tookMs).toBeLessThan(4000)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
  }, 20_000)
})

describe('where there is no keychain', () => {
  const libsecret = need('libsecret')

  it.skipIf(libsecret.lacking)(`no session bus is named${libsecret.note}`, async () => {
    const { said, code } = await start(program.file, ['check'], { HOME: '/nonexistent' }).ended
    expect(said).toMatchObject({ code: 'keychain.missing', message: expect.stringContaining('no D-Bus session') })
    expect(code).toBe(3)
  })

  it('a missing package is named', async () => {
    const flags = ['--import', new URL('without-keytar.mjs', import.meta.url).href]
    const { said, code } = await start(program.file, ['check'], {}, flags).ended
    expect(said).toMatchObject({
      code: 'keychain.missing',
      message: expect.stringContaining('optional package keytar'),
    })
    expect(code).toBe(3)
  })

  it.skipIf(process.platform !== 'linux')('a missing libsecret is named, with what to install', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'libraries-'))
    try {
      // Found before the system's, and no library at all.
      writeFileSync(join(folder, 'libsecret-1.so.0'), 'no')
      const { said, code } = await start(program.file, ['check'], { LD_LIBRARY_PATH: folder }).ended
      expect(said).toMatchObject({
        code: 'keychain.missing',
        message: expect.stringContaining('libsecret'),
        hint: expect.stringMatching(/apt install libsecret-1-0.*--storage file/),
      })
      expect(code).toBe(3)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('LOGTO_KEYCHAIN=off refuses it without loading anything, and lets the file be', async () => {
    await expect(openStore('keychain', { LOGTO_KEYCHAIN: 'off' })).rejects.toMatchObject({
      code: 'keychain.off',
      exitCode: 3,
    })
    expect((await openStore('file', { LOGTO_KEYCHAIN: 'off', LOGTO_CONFIG_DIR: '/c' })).describe()).toContain(
      'credentials.json',
    )
  })
})
