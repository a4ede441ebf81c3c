/** Completion: the words that may follow, and the real shells that ask for them. */

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { installation, scriptOf, shells } from '../../../src/jobs/find/completion/scripts.js'
import { type Home, makeHome, program, run } from '../../cli/run.js'
import { accessToken, bare, tenant } from '../../cli/tenant.js'
import { onTerminal, type Typing, terminalNeed } from '../../cli/terminal.js'
import { need } from '../../programs.js'

let home: Home
beforeAll(() => {
  home = makeHome()
  mkdirSync(join(home.path, 'bin'))
  symlinkSync(program, join(home.path, 'bin', 'logto'))
  mkdirSync(join(home.path, 'config', 'logto-cli'), { recursive: true, mode: 0o700 })
  const profile = { endpoint: 'https://a.logto.app', tokenUrl: 'https://a.logto.app/oidc/token', kind: 'client' }
  const shared = { clientId: 'c', storage: 'file', createdAt: '2026-01-01T00:00:00.000Z' }
  const profiles = { work: { id: 'p1', ...profile, ...shared }, home: { id: 'p2', ...profile, ...shared } }
  const config = join(home.path, 'config', 'logto-cli', 'config.json')
  writeFileSync(config, JSON.stringify({ version: 1, profiles }), { mode: 0o600 })
  const aliases = { people: 'users', someone: 'users get $1 --json' }
  writeFileSync(join(home.path, 'config', 'logto-cli', 'aliases.json'), JSON.stringify({ version: 1, aliases }))
  mkdirSync(join(home.path, 'bodies'))
  writeFileSync(join(home.path, 'bodies', 'user.yaml'), '')
  writeFileSync(join(home.path, '.hidden'), '')
  writeFileSync(join(home.path, 'my file.txt'), '')
})
afterAll(() => home.remove())

async function words(...typed: string[]): Promise<string[]> {
  const args = ['autocomplete', 'words', 'zsh', '--', ...typed]
  const { code, stdout, stderr } = await run(args, home.path, { cwd: home.path })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout.split('\n').flatMap((line) => line.split('\t')[0] || [])
}

describe('the words that may follow', () => {
  it.each([
    ['topics and commands at the top', ['or'], ['orgs', 'org-invitations', 'org-roles', 'org-scopes']],
    ['commands of a topic', ['oidc-keys', ''], ['list', 'rotate', 'delete']],
    ['commands of a topic by its other name', ['webhooks', 'rot'], ['rotate-signing-key']],
    ['commands of a topic within a topic', ['experience', 'sessions', ''], ['list', 'show', 'remove']],
    ['the topic within a topic', ['experience', 'sess'], ['sessions']],
    ['other names of topics where no own name begins so', ['webh'], ['webhook', 'webhooks']],
    ['no other names where an own name begins so', ['app'], ['apps']],
    ['commands behind help', ['help', 'oidc-keys', 'l'], ['list']],
    ['pages behind help', ['help', 'exit'], ['exit-codes']],
    ['words of a command that is an argument', ['docs', 'oidc-keys', 'r'], ['rotate']],
    ['commands behind a global flag', ['--profile', 'work', 'oidc-keys', 'l'], ['list']],
    ['commands behind a global flag with a sign', ['--profile=work', '--json', 'oidc-keys', 'l'], ['list']],
    ['global flags before a command', ['--pro'], ['--profile']],
    ['flags of a command', ['users', 'list', '--joi'], ['--joint']],
    ['flags behind arguments and values', ['users', 'update', 'u1', '--name', 'Ann', '--mer'], ['--merge']],
    ['a flag only once', ['users', 'list', '--joint', 'and', '--joi'], []],
    ['a repeatable flag again', ['users', 'list', '--where', 'name=a', '--whe'], ['--where']],
    ['the help', ['users', 'list', '--he'], ['--header', '--help']],
    ['both forms of a switch', ['users', 'set-suspended', 'u1', '--is'], ['--is-suspended']],
    ['the other form', ['users', 'set-suspended', 'u1', '--no-is'], ['--no-is-suspended']],
    ['values of a flag', ['users', 'list', '--joint', ''], ['and', 'or']],
    ['values behind the sign', ['users', 'list', '--output=j'], ['--output=json', '--output=jsonl']],
    ['values of a short flag', ['users', 'list', '-o', 'y'], ['yaml']],
    ['values of an argument', ['oidc-keys', 'list', ''], ['private-keys', 'cookie-keys']],
    ['values of an argument behind flags', ['oidc-keys', 'list', '-o', 'json', 'pr'], ['private-keys']],
    ['shells', ['autocomplete', 'f'], ['fish']],
    ['topics as an argument', ['commands', 'oidc-'], ['oidc-keys', 'oidc-session-config']],
    ['profiles', ['users', 'list', '-p', ''], ['work', 'home']],
    ['profiles behind the sign', ['users', 'list', '--profile=h'], ['--profile=home']],
    ['profiles before a command', ['--profile', 'w'], ['work']],
    ['profiles as an argument', ['profiles', 'use', 'w'], ['work']],
    ['profiles to confirm', ['users', 'delete', 'u1', '--confirm', ''], ['work', 'home']],
    ['files behind @', ['users', 'create', '--body', '@bod'], ['@bodies/']],
    ['files behind @ and the sign', ['users', 'create', '--body=@bod'], ['--body=@bodies/']],
    ['files in a folder', ['users', 'create', '--body', '@bodies/'], ['@bodies/user.yaml']],
    ['files of the home', ['users', 'create', '--body', '@~/bod'], ['@~/bodies/']],
    ['files of an upload', ['user-assets', 'upload', '--file', 'bodies/u'], ['bodies/user.yaml']],
    ['no files where there is no folder', ['user-assets', 'upload', '--file', 'nowhere/u'], []],
    ['nothing for an argument that may be anything', ['users', 'get', ''], []],
    ['nothing behind --', ['users', 'get', '--', ''], []],
    ['nothing for words that are no command', ['nonsense', 'li'], []],
    ['flags behind another word for a verb', ['user', 'ls', '--joi'], ['--joint']],
    ['own names', ['peo'], ['people']],
    ['commands behind an own name', ['people', 'suspe'], ['suspend']],
    ['values of flags behind an own name', ['someone', '-o', 'y'], ['yaml']],
    ['columns', ['users', 'list', '--columns', 'id,primaryE'], ['id,primaryEmail']],
    ['columns below others', ['users', 'list', '--columns=profile.giv'], ['--columns=profile.givenName']],
    ['a field to sort by', ['users', 'list', '--sort', 'lastS'], ['lastSignInAt']],
    [
      'properties of the body',
      ['users', 'update', 'u1', '--set', 'profile.address.loc'],
      ['profile.address.locality='],
    ],
    ['no value of a property', ['users', 'update', 'u1', '--set', 'name='], []],
    ['no columns of a command without an answer', ['login', '--columns', ''], []],
    ['nothing hidden', ['users', 'delete-personal-access-token-'], []],
  ])('%s', async (_, typed, expected) => {
    expect(await words(...typed)).toEqual(expected)
  })

  it('and what they mean', async () => {
    const { stdout } = await bare(['autocomplete', 'words', 'fish', '--', 'users', 'suspen'])
    expect(stdout).toBe('suspend\tSuspend a user\n')
  })

  it.skipIf(terminalNeed.lacking)(
    `know what lists have shown on a terminal, tenant by tenant${terminalNeed.note}`,
    async () => {
      const rows = [
        { id: 'u4x8k2m9p1qz', name: null, username: 'ann' },
        { id: 'u7b3n5v1c2xd', name: 'Bea Lund' },
      ]
      const one = await tenant({ body: rows })
      const other = await tenant({ body: [{ id: 'r1', name: 'editor' }] })
      onTestFinished(() => {
        for (const each of [one, other]) each.close()
      })
      const env = { LOGTO_ENDPOINT: one.endpoint, LOGTO_ACCESS_TOKEN: accessToken }
      const offer = async (typed: string[], more: Record<string, string> = {}) => {
        const args = ['autocomplete', 'words', 'fish', '--', ...typed]
        const { stdout } = await run(args, one.home, { env: { ...env, ...more } })
        return stdout.split('\n').filter(Boolean)
      }
      await run(['users', 'list', '--json'], one.home, { env })
      expect(await offer(['users', 'get', ''])).toEqual([])
      await onTerminal('logto users list', { home: one.home, env })
      await onTerminal('logto roles list --all', { home: one.home, env: { ...env, LOGTO_ENDPOINT: other.endpoint } })
      const all = ['u4x8k2m9p1qz\tann', 'u7b3n5v1c2xd\tBea Lund']
      expect(await offer(['users', 'get', ''])).toEqual(all)
      expect(await offer(['orgs', 'add-users', 'o1', '--user-ids', 'u4x8k2m9p1qz,'])).toEqual([
        'u4x8k2m9p1qz,u7b3n5v1c2xd\tBea Lund',
      ])
      expect(await offer(['users', 'add-roles', 'u1', '--role-ids', ''])).toEqual([])
      expect(await offer(['roles', 'get', 'r'], { LOGTO_ENDPOINT: other.endpoint })).toEqual(['r1\teditor'])

      // A day later they are neither offered nor kept.
      const folder = join(one.home, 'cache', 'logto-cli', 'recent')
      const files = readdirSync(folder).map((name) => join(folder, name))
      const withUsers = files.find((file) => readFileSync(file, 'utf8').includes('Bea Lund')) ?? ''
      expect(statSync(withUsers).mode & 0o777).toBe(0o600)
      const kept = JSON.parse(readFileSync(withUsers, 'utf8'))
      writeFileSync(withUsers, JSON.stringify({ ...kept, at: Date.now() - 25 * 3600_000 }))
      expect(await offer(['users', 'get', ''])).toEqual([])
      expect(existsSync(withUsers)).toBe(false)
      writeFileSync(withUsers, '{"version":1,"at":')
      expect(await offer(['users', 'get', ''])).toEqual([])
    },
  )

  it('is silent about a configuration that cannot be read', async () => {
    const { code, stdout, stderr } = await bare(['autocomplete', 'words', 'zsh', '--', 'users', 'list', '-p', ''], {
      env: { LOGTO_CONFIG_DIR: program },
    })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

/** What is typed in each shell before the Tab key, and the line that comes of it. */
const presses: readonly (readonly [typed: string, line: string])[] = [
  ['logto users suspe', 'logto users suspend'],
  ['logto users list --output=y', 'logto users list --output=yaml'],
  ['logto users list --header a:b --jo', 'logto users list --header a:b --joint'],
  ['logto users create --body @bodies/us', 'logto users create --body @bodies/user.yaml'],
  ['logto users create --body @my', 'logto users create --body @my file.txt'],
  ['logto help oidc-keys rot', 'logto help oidc-keys rotate'],
  ['logto --profile w', 'logto --profile work'],
  ['logto users update u1 --set profile.nick', 'logto users update u1 --set profile.nickname='],
]

describe.skipIf(terminalNeed.lacking)(`at the prompt of a real${terminalNeed.note}`, () => {
  const prompts = [
    ['bash', 'bash --norc -i', 'eval "$(logto autocomplete bash)"'],
    ['zsh', 'zsh -f -i', 'eval "$(logto autocomplete zsh)"'],
    ['fish', 'fish --no-config -i', 'logto autocomplete fish | source'],
  ] as const

  describe.each(prompts)('%s', (shell, start, switchOn) => {
    const own = need(shell)
    it.skipIf(own.lacking)(`the Tab key completes${own.note}`, async () => {
      // Behind the Tab: to the beginning of the line (Ctrl-A), where an `echo` makes it known, and Enter.
      const keys = [...presses.map(([typed]) => `${typed}\t\u0001echo go''t \r`), 'exit\r']
      const sights = [/ready\r?\n/, ...presses.map(([, line]) => new RegExp(`got ${line} ?\\r?\\n`))]
      const typing: Typing[] = [
        [/[$#%>]/, `${switchOn}; echo rea''dy\r`],
        ...sights.map((sight, i): Typing => [sight, keys[i] ?? '']),
      ]
      const path = `${join(home.path, 'bin')}:${process.env.PATH}`
      const session = await onTerminal(start, { home: home.path, env: { PATH: path }, typing })
      // The shell ends only when each line was seen.
      expect(session.code, session.screen).toBe(0)
    })
  })
})

describe('the script of a shell', () => {
  it.each(shells)('is printed for %s, with how to switch it on', async (shell) => {
    const { code, stdout, stderr } = await bare(['autocomplete', shell])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: scriptOf(shell), stderr: '' })
    expect(stdout).toContain(`#   ${installation[shell]}\n`)
  })

  it('is found by its first line in the path of zsh', () => {
    expect(scriptOf('zsh')).toMatch(/^#compdef logto\n/)
  })

  it('asks for the words in PowerShell, the empty one too', async () => {
    expect(scriptOf('powershell')).toContain("& logto autocomplete words powershell '--' @words")
    const { stdout } = await bare(['autocomplete', 'words', 'powershell', '--', 'oidc-keys', '""'])
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['list', 'rotate', 'delete', ''])
  })

  it.each([
    ['/usr/bin/zsh', 'your shell is zsh; once: echo'],
    ['/bin/tcsh', 'give one of bash, zsh, fish, powershell'],
  ])('is not guessed, but what to do in %s is said', async (path, hint) => {
    const { code, stdout, stderr } = await bare(['autocomplete'], { env: { SHELL: path } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(hint)
  })

  it('names the nearest shell', async () => {
    const { code, stderr } = await bare(['autocomplete', 'bsh'])
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean bash?')
  })
})

describe('what a key press asks', () => {
  it.each([
    ['nothing at all', ['autocomplete', 'words']],
    ['no known shell', ['autocomplete', 'words', 'csh', '--', 'users', '']],
    ['words of its own', ['autocomplete', 'words', 'zsh', '--', 'autocomplete', 'words', '']],
    ['a command that would destroy', ['autocomplete', 'words', 'zsh', '--', 'users', 'delete', 'u1', '--yes', '']],
  ])('%s: runs nothing and says nothing', async (_, args) => {
    const { code, stderr } = await bare(args)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('loads neither oclif nor the network', async () => {
    const list = join(import.meta.dirname, '..', '..', 'cli', 'list-loaded.cjs')
    const { stderr } = await bare(['autocomplete', 'words', 'zsh', '--', 'users', ''], {
      env: { NODE_OPTIONS: `--require "${list}"` },
    })
    const [files] = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as [string[]]
    expect(files.filter((file) => /chunks\/(core|request)-|dist\/commands/.test(file))).toEqual([])
  })
})
