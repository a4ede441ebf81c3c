import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FileStore } from '../../../src/access/profiles/file-store.js'

let folder: string
let path: string
let store: FileStore

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'secrets-')), 'logto-cli')
  path = join(folder, 'credentials.json')
  store = new FileStore(folder)
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

async function write(text: string, mode = 0o600): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(path, text, { mode })
  await chmod(path, mode)
}

describe('secrets in a file', () => {
  it('are found by profile and name, replaced, and gone when deleted', async () => {
    expect(await store.get('p1', 'client-secret')).toBeUndefined()
    await store.set('p1', 'client-secret', 'one')
    await store.set('p1', 'refresh-token', 'r1')
    await store.set('p2', 'client-secret', 'two')
    await store.set('p1', 'refresh-token', 'r2')
    expect(await store.get('p1', 'refresh-token')).toBe('r2')
    await store.delete('p1', 'refresh-token')
    expect(await store.get('p1', 'refresh-token')).toBeUndefined()
    expect(await store.get('p1', 'client-secret')).toBe('one')
    await store.deleteAll('p1')
    expect(await readFile(path, 'utf8')).not.toContain('one')
    expect(await store.get('p2', 'client-secret')).toBe('two')
    await store.deleteAll('unknown')
    await store.delete('unknown', 'access-token')
  })

  it('are 0600 in a 0700 folder, whatever the umask, with nothing beside them', async () => {
    const before = process.umask(0)
    try {
      await store.set('p1', 'client-secret', 'one')
    } finally {
      process.umask(before)
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['credentials.json'])
  })

  it('written at once are all kept', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `p${i}`)
    await Promise.all(ids.map((id) => new FileStore(folder).set(id, 'access-token', id)))
    expect(await Promise.all(ids.map((id) => store.get(id, 'access-token')))).toEqual(ids)
  })

  it('of a killed writer do not stay behind in its draft', async () => {
    await store.set('p1', 'client-secret', 'one')
    await writeFile(`${path}.1234567`, 'one', { mode: 0o600 })
    await store.deleteAll('p1')
    expect(await readdir(folder)).toEqual(['credentials.json'])
  })

  it('are checked without making a file', async () => {
    await store.check()
    expect(await readdir(folder)).toEqual([])
  })

  it('are never looked for on the object itself', async () => {
    await store.set('p1', 'client-secret', 'one')
    expect(await store.get('__proto__', 'client-secret')).toBeUndefined()
    expect(await store.get('toString', 'client-secret')).toBeUndefined()
  })

  it('say where they are', () => {
    expect(store.describe()).toBe(`the file ${path}`)
  })
})

describe.skipIf(process.platform === 'win32')('a file that is not safe', () => {
  const uses = [
    () => store.get('p1', 'client-secret'),
    () => store.set('p1', 'client-secret', 'x'),
    () => store.deleteAll('p1'),
    () => store.check(),
  ]

  async function expectRefusal(words: string): Promise<void> {
    for (const use of uses) {
      await expect(use()).rejects.toMatchObject({
        code: 'credentials.unsafe',
        exitCode: 3,
        message: expect.stringContaining(words),
      })
    }
  }

  it.each([0o640, 0o604, 0o620, 0o644, 0o666])('is refused when its mode is %o', async (mode) => {
    await write('{"version":1,"secrets":{}}', mode)
    await expectRefusal(`others can open ${path} (mode ${mode.toString(8)})`)
    expect((await stat(path)).mode & 0o777).toBe(mode)
  })

  it('is refused when its folder is open', async () => {
    await write('{"version":1,"secrets":{}}')
    await chmod(folder, 0o750)
    await expectRefusal(`others can open ${folder} (mode 750)`)
  })

  it('is refused when it is a symbolic link, even to a safe file', async () => {
    await write('{"version":1,"secrets":{"p1":{"client-secret":"elsewhere"}}}')
    const elsewhere = join(folder, '..', 'elsewhere.json')
    await rename(path, elsewhere)
    await symlink(elsewhere, path)
    await expectRefusal('is a symbolic link')
    expect(await readFile(elsewhere, 'utf8')).toContain('elsewhere')
  })

  it('is refused when it is a folder', async () => {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    await expectRefusal('is a folder')
  })
})

describe('a file that cannot be understood', () => {
  it.each([
    ['no JSON', '{"version":1,\n"secrets":{"p1":{"client-secret":hush}}}', 'config.bad_json'],
    ['another shape', '{"version":1,"secrets":{"p1":"hush"}}', 'config.bad_shape'],
    ['no version', '{"secrets":{}}', 'config.bad_shape'],
    ['a newer one', '{"version":2,"secrets":{"p1":{"client-secret":"hush"}}}', 'config.newer'],
  ])('%s: is named, kept, and not quoted', async (_, text, code) => {
    await write(text)
    for (const use of [() => store.get('p1', 'client-secret'), () => store.set('p1', 'client-secret', 'x')]) {
      const error: unknown = await use().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ code, exitCode: 2, message: expect.stringContaining(path), cause: undefined })
      expect(String(error)).not.toContain('hush')
    }
    expect(await readFile(path, 'utf8')).toBe(text)
  })
})
