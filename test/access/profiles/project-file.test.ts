import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProjectFile } from '../../../src/access/profiles/project-file.js'
import { bundleProgram, start } from './programs.js'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'project-')))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
async function put(name: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(at(name)), { recursive: true })
  await writeFile(at(name), text)
}

async function find(below = '') {
  const notices: string[] = []
  const found = await findProjectFile(join(folder, below), (text) => notices.push(text))
  return { found, notices }
}

describe('what a project says', () => {
  it.each([
    ['.logtorc', 'profile: work\nreadOnly: true\n'],
    ['.logtorc', '{"profile": "work", "readOnly": true}'],
    ['.logtorc.json', '{"profile": "work", "readOnly": true}'],
    ['.logtorc.yaml', '# ours\nprofile: "work"\nreadOnly: true'],
    ['package.json', '{"name": "x", "logto": {"profile": "work", "readOnly": true}}'],
  ])('is read from %s: %s', async (name, text) => {
    await put(name, text)
    expect(await find()).toEqual({ found: { path: at(name), profile: 'work', readOnly: true }, notices: [] })
  })

  it('is found from a folder below', async () => {
    await put('.logtorc', 'profile: work')
    await mkdir(at('a/b'), { recursive: true })
    expect((await find('a/b')).found).toEqual({ path: at('.logtorc'), profile: 'work' })
  })

  it('nearer counts more, but does not undo a guard from above', async () => {
    await put('.logtorc', 'profile: outer\nreadOnly: true')
    await put('inner/.logtorc.json', '{"profile": "inner"}')
    await put('empty/.logtorc', '')
    expect((await find('inner')).found).toEqual({ path: at('inner/.logtorc.json'), profile: 'inner', readOnly: true })
    expect((await find('empty')).found).toEqual({ path: at('.logtorc'), profile: 'outer', readOnly: true })
  })

  it.each([
    ['nothing', undefined],
    ['a package of another program', '{"name": "x"}'],
    ['a broken package that does not name this program', '{"name": '],
    ['a package whose logto is deeper', '{"dependencies": {"logto": "1"}}'],
  ])('is nothing where there is %s', async (_, text) => {
    if (text !== undefined) await put('package.json', text)
    expect(await find()).toEqual({ found: undefined, notices: [] })
  })
})

describe('a hostile folder', () => {
  it.each([
    ['an endpoint', '.logtorc', 'endpoint: https://evil.test', 'endpoint may not be set by a project'],
    [
      'credentials',
      '.logtorc.json',
      '{"profile": "work", "clientSecret": "x"}',
      'clientSecret may not be set by a project',
    ],
    ['an import', '.logtorc.json', '{"$import": "./other.json"}', '$import may not be set by a project'],
    [
      'an import in a package',
      'package.json',
      '{"logto": {"$import": "/etc/passwd"}}',
      '#logto: $import may not be set',
    ],
    ['a loosened guard', '.logtorc', 'readOnly: false', 'readOnly can only be true'],
    ['a guard that is no boolean', '.logtorc', 'readOnly: "true"', 'readOnly can only be true'],
    ['a prototype', '.logtorc.json', '{"__proto__": {"profile": "work"}}', '__proto__ may not be set by a project'],
    ['a bad name', '.logtorc', 'profile: ../../x', 'profile must be the name of a profile'],
    ['no name', '.logtorc', 'profile: [work]', 'profile must be the name of a profile'],
    ['a list', '.logtorc', '- profile', 'must hold names and values'],
    ['a text', '.logtorc.json', '"work"', 'must hold names and values'],
    [
      'code as a YAML tag',
      '.logtorc',
      'profile: work\nreadOnly: !!js/function "function () {}"',
      ':2: this is not plain data',
    ],
    ['a tag of its own', '.logtorc.yaml', 'profile: !env HOME', ':1: this is not plain data'],
    ['aliases', '.logtorc', 'profile: &a work\nreadOnly: *a', 'aliases are not read'],
    ['a name twice', '.logtorc', 'profile: a\nprofile: b', ':2: this is not plain data'],
    ['two documents', '.logtorc', 'profile: a\n---\nprofile: b', 'this is not plain data'],
    ['broken YAML', '.logtorc', 'profile: a\n  x: [', 'this is not plain data'],
    ['broken JSON', '.logtorc.json', '{"profile": "a"\n"x": 1}', ':2: this is not plain data'],
    [
      'a broken package that names this program',
      'package.json',
      '{"logto": {"readOnly": true},,}',
      'this is not plain data',
    ],
  ])('%s: is refused and named', async (_, name, text, said) => {
    await put(name, text)
    await put('other.json', '{"profile": "imported"}')
    await expect(find()).rejects.toMatchObject({
      exitCode: 2,
      code: 'config.bad_project_file',
      message: expect.stringContaining(said),
    })
    await expect(find()).rejects.toThrow(at(name))
  })

  it('two files in one folder are refused, as neither could be trusted to decide', async () => {
    await put('.logtorc', 'profile: a')
    await put('package.json', '{"logto": {"readOnly": true}}')
    await expect(find()).rejects.toMatchObject({ code: 'config.two_project_files' })
  })

  it('a symbolic link out of the folder is refused, and not followed', async () => {
    await put('elsewhere/secret', 'profile: work')
    await mkdir(at('inside'))
    await symlink(at('elsewhere/secret'), at('inside/.logtorc'))
    await expect(find('inside')).rejects.toThrow(`${at('inside/.logtorc')} is a symbolic link`)
  })

  it('a large file is refused', async () => {
    await put('.logtorc', Buffer.alloc(10 * 1024 * 1024, '# '))
    await expect(find()).rejects.toThrow(`${at('.logtorc')} is larger than 64 KB`)
  })

  it('a folder in its place is refused', async () => {
    await mkdir(at('.logtorc'))
    await expect(find()).rejects.toThrow(`${at('.logtorc')} is a folder`)
  })

  it.skipIf(process.platform === 'win32')(
    'a pipe is refused at once',
    async () => {
      spawnSync('mkfifo', [at('.logtorc')])
      await expect(find()).rejects.toThrow('is a device or pipe')
    },
    2000,
  )

  it.skipIf(process.platform !== 'linux' || process.getuid?.() !== 0)(
    'a device is refused at once (only root can make one)',
    async ({ skip }) => {
      // A copy of /dev/zero, which never ends.
      if (spawnSync('mknod', [at('.logtorc'), 'c', '1', '5']).status !== 0) skip('devices cannot be made here')
      await expect(find()).rejects.toThrow('is a device or pipe')
    },
    2000,
  )

  it('a strange package file, which seldom means this program, is passed over with a word', async () => {
    await put('elsewhere/package.json', '{"logto": {"profile": "work"}}')
    await mkdir(at('inside'))
    await symlink(at('elsewhere/package.json'), at('inside/package.json'))
    const { found, notices } = await find('inside')
    expect(found).toBeUndefined()
    expect(notices).toEqual([expect.stringContaining(`${at('inside/package.json')} is a symbolic link`)])
  })

  it('code is named, and nothing is executed by any way of looking', async () => {
    const program = await bundleProgram('find-project')
    try {
      const code = `require('node:fs').writeFileSync(${JSON.stringify(at('executed'))}, '')`
      const files = [
        'logto.config.js',
        '.logtorc.js',
        '.logtorc.cjs',
        '.config/config.js',
        '.config/config.cjs',
        '.config/logtorc.js',
      ]
      for (const name of files) await put(name, code)
      await put('.config/config.json', '{"$import": "./config.js", "cosmiconfig": {"searchPlaces": ["evil.js"]}}')
      await put('evil.js', code)
      await put('.logtorc', 'readOnly: true')
      const { child, ended } = start(program.file, [folder], {})
      child.stdin.end()
      const { said, code: exit } = await ended
      expect(exit).toBe(0)
      expect(said).toEqual({
        found: { path: at('.logtorc'), readOnly: true },
        notices: ['.logtorc.js', 'logto.config.js', '.logtorc.cjs'].map((name) =>
          expect.stringContaining(`${at(name)} is not read`),
        ),
      })
      await expect(realpath(at('executed'))).rejects.toThrow('ENOENT')
    } finally {
      program.remove()
    }
  }, 10_000)
})
