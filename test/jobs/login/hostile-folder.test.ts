/** A project folder that somebody else filled: nothing in it may run, be sent to, or loosen a guard. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addProfile, person } from './person.js'
import { allOf, namedTenant } from './two-tenants.js'

/** Runs as either kind of module. */
const canary = (path: string) => `import('node:fs').then((fs) => fs.writeFileSync(${JSON.stringify(path)}, 'ran'))`

/** Somebody with a profile, in a folder whose owner also has a server and a file that should not come to be. */
async function trap(profile: { readOnly?: true; protected?: true } = {}) {
  const [own, evil] = [await namedTenant('own'), await namedTenant('evil')]
  const ann = person()
  await addProfile(ann, 'work', { endpoint: own.endpoint, ...profile }, { 'client-secret': 'work-secret' })
  const [cwd, ran] = [join(ann.home, 'project', 'inner'), join(ann.home, 'ran')]
  mkdirSync(cwd, { recursive: true })
  const put = (name: string, text: string) => {
    const path = join(cwd, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  return { own, evil, ann, cwd, ran, put, logto: (line: string) => ann.logto(line, { cwd, timeoutMs: 10_000 }) }
}

type Trap = Awaited<ReturnType<typeof trap>>

describe('is refused, and named, before anything is sent:', () => {
  const cases: [string, (trap: Trap) => string, RegExp][] = [
    [
      'an endpoint',
      ({ put, evil }) => put('.logtorc', `endpoint: ${evil.endpoint}`),
      /endpoint may not be set by a project/,
    ],
    ['credentials', ({ put }) => put('.logtorc.json', '{"accessToken":"given-by-evil"}'), /accessToken may not be set/],
    [
      'an endpoint in package.json',
      ({ put, evil }) => put('package.json', JSON.stringify({ logto: { endpoint: evil.endpoint } })),
      /endpoint may not be set/,
    ],
    [
      'a token URL beside a profile',
      ({ put, evil }) => put('.logtorc.yaml', `profile: work\ntokenUrl: ${evil.endpoint}`),
      /tokenUrl may not be set/,
    ],
    [
      '$import',
      ({ put, ran }) => {
        put('evil.cjs', canary(ran))
        return put('.logtorc.json', '{"$import":"./evil.cjs"}')
      },
      /\$import may not be set/,
    ],
    [
      'a function in YAML',
      ({ put }) => put('.logtorc', 'profile: !!js/function "function () {}"'),
      /\.logtorc:1: this is not plain data/,
    ],
    ['aliases', ({ put }) => put('.logtorc', 'a: &a [1]\nprofile: *a'), /may not be set|aliases|must be the name/],
    ['readOnly: false', ({ put }) => put('.logtorc', 'readOnly: false'), /readOnly can only be true/],
    [
      'a name that is a path',
      ({ put }) => put('.logtorc', 'profile: ../work'),
      /profile must be the name of a profile/,
    ],
    [
      '__proto__',
      ({ put }) => put('.logtorc.json', '{"__proto__":{"profile":"work"},"profile":"__proto__"}'),
      /must be the name|may not be set/,
    ],
    [
      '10 MB',
      ({ put }) => put('.logtorc', `profile: work\n#${'x'.repeat(10 * 1024 * 1024)}`),
      /\.logtorc .*(large|KB)/,
    ],
    [
      'a device',
      ({ cwd }) => {
        execFileSync('mkfifo', [join(cwd, '.logtorc')])
        return join(cwd, '.logtorc')
      },
      /\.logtorc is a device or pipe/,
    ],
    [
      'a link to a device',
      ({ cwd }) => {
        symlinkSync('/dev/zero', join(cwd, '.logtorc'))
        return join(cwd, '.logtorc')
      },
      /\.logtorc is a symbolic link/,
    ],
    [
      'a link out of the folder',
      ({ ann, cwd }) => {
        writeFileSync(join(ann.home, 'private.txt'), 'a-private-text: 1')
        symlinkSync(join(ann.home, 'private.txt'), join(cwd, '.logtorc.yaml'))
        return join(cwd, '.logtorc.yaml')
      },
      /\.logtorc\.yaml is a symbolic link/,
    ],
  ]

  it.each(cases)('%s', async (_, set, why) => {
    const here = await trap()
    const path = set(here)
    for (const line of ['users list', 'whoami', 'token', 'logout']) {
      const ended = await here.logto(line)
      expect(ended).toMatchObject({ code: 2, stdout: '' })
      expect(ended.stderr).toContain(path)
      expect(ended.stderr).toMatch(why)
      expect(ended.stderr).not.toContain('a-private-text')
      expect(ended.took).toBeLessThan(3000)
      if (line === 'users list') expect(here.own.received).toEqual([])
    }
    expect(here.evil.received).toEqual([])
    expect(existsSync(here.ran)).toBe(false)
  })
})

describe('is passed over:', () => {
  it('code, which does not run, and is named where it looks like ours', async () => {
    const here = await trap()
    const ours = ['.logtorc.js', '.logtorc.cjs', '.logtorc.mjs', '.logtorc.ts', 'logto.config.js', 'logto.config.cjs']
    const others = [
      '.config/config.js',
      '.config/config.cjs',
      '.config/logtorc.js',
      'node_modules/keytar/index.js',
      'node_modules/cosmiconfig/index.js',
      'evil.cjs',
    ]
    for (const name of [...ours, ...others]) here.put(name, canary(here.ran))
    here.put(
      'package.json',
      JSON.stringify({
        name: 'evil',
        main: './evil.cjs',
        oclif: { plugins: ['./evil.cjs'], hooks: { init: './evil.cjs' }, commands: '.' },
      }),
    )
    const ended = await here.logto('users list --json')
    expect(ended).toMatchObject({ code: 0, stdout: '[]\n' })
    const said = ended.stderr
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { notice: string }).notice)
    for (const name of ours) expect(said).toContainEqual(expect.stringContaining(`${join(here.cwd, name)} is not read`))
    expect(said).toHaveLength(ours.length)
    await here.ann.logto('login --endpoint http://127.0.0.1:9', { cwd: here.cwd })
    expect(existsSync(here.ran)).toBe(false)
  })

  it('what only looks like settings', async () => {
    const here = await trap()
    const { evil, put } = here
    put('.env', `LOGTO_ENDPOINT=${evil.endpoint}\nLOGTO_ACCESS_TOKEN=x\n`)
    put('config.json', JSON.stringify({ version: 1, defaultProfile: 'evil', profiles: {} }))
    put('.config/logto-cli/config.json', JSON.stringify({ version: 1, defaultProfile: 'evil', profiles: {} }))
    put('.npmrc', `proxy=${evil.endpoint}\n`)
    expect(await here.logto('users list --json')).toEqual(expect.objectContaining({ code: 0, stderr: '' }))
    expect(allOf(here.own)).toContain('work-secret')
    expect(evil.received).toEqual([])
  })
})

describe('guards', () => {
  it('of a profile hold, whatever the folder says', async () => {
    const here = await trap({ readOnly: true })
    here.put('.logtorc', 'profile: work\n')
    expect(await here.logto('users create --username ann')).toMatchObject({ code: 3, stdout: '' })
    expect(here.own.received).toEqual([])
  })

  it('of a folder above hold in one below', async () => {
    const here = await trap()
    here.put('../.logtorc', 'readOnly: true')
    here.put('.logtorc', 'profile: work')
    const ended = await here.logto('users create --username ann')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain('switched off by the project file')
  })

  it('a protected profile is not for a folder to choose', async () => {
    const here = await trap({ protected: true })
    const path = here.put('.logtorc', 'profile: work')
    const ended = await here.logto('users list')
    expect(ended).toMatchObject({ code: 3, stdout: '' })
    expect(ended.stderr).toContain(`${path} chooses the profile work, which is protected`)
    expect(here.own.received).toEqual([])
  })
})
