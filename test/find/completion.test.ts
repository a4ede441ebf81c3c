/** Completion: the words that may follow, and the real shells that ask for them. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scripts, shells } from '../../src/find/completion/scripts.js'
import { cleanEnv, type Home, makeHome, program, run } from '../cli/run.js'
import { bare } from '../cli/tenant.js'

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
  mkdirSync(join(home.path, 'bodies'))
  writeFileSync(join(home.path, 'bodies', 'user.yaml'), '')
  writeFileSync(join(home.path, '.hidden'), '')
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
    ['topics and commands at the top', ['or'], ['org-invitations', 'org-roles', 'org-scopes', 'orgs']],
    ['commands of a topic', ['oidc-keys', ''], ['delete', 'list', 'rotate']],
    ['commands of a topic by its other name', ['webhooks', 'rot'], ['rotate-signing-key']],
    ['commands behind help', ['help', 'oidc-keys', 'l'], ['list']],
    ['commands behind a global flag', ['--profile', 'work', 'oidc-keys', 'l'], ['list']],
    ['flags of a command', ['users', 'list', '--joi'], ['--joint']],
    ['both forms of a switch', ['users', 'set-suspended', 'u1', '--is', ''].slice(0, 4), ['--is-suspended']],
    ['values of a flag', ['users', 'list', '--joint', ''], ['and', 'or']],
    ['values behind the sign', ['users', 'list', '--output=j'], ['--output=json', '--output=jsonl']],
    ['values of a short flag', ['users', 'list', '-o', 'y'], ['yaml']],
    ['values of an argument', ['oidc-keys', 'list', ''], ['private-keys', 'cookie-keys']],
    ['shells', ['autocomplete', 'f'], ['fish']],
    ['profiles', ['users', 'list', '-p', ''], ['work', 'home']],
    ['profiles before a command', ['--profile', 'w'], ['work']],
    ['files behind @', ['users', 'create', '--body', '@bod'], ['@bodies/']],
    ['files in a folder', ['users', 'create', '--body', '@bodies/'], ['@bodies/user.yaml']],
    ['files of an upload', ['user-assets', 'upload', '--file', 'bodies/u'], ['bodies/user.yaml']],
    ['nothing for an argument that may be anything', ['users', 'get', ''], []],
    ['nothing behind --', ['users', 'get', '--', ''], []],
    ['nothing for words that are no command', ['nonsense', 'li'], []],
    ['nothing hidden', ['users', 'delete-personal-access-token-'], []],
  ])('%s', async (_, typed, expected) => {
    expect(await words(...typed)).toEqual(expected)
  })

  it('and what they mean', async () => {
    const { stdout } = await bare(['autocomplete', 'words', 'fish', '--', 'users', 'suspen'])
    expect(stdout).toBe('suspend\tSuspend a user\n')
  })

  it('is silent about a configuration that cannot be read', async () => {
    const { code, stdout, stderr } = await bare(['autocomplete', 'words', 'bash', '--', '-p', ''], {
      env: { LOGTO_CONFIG_DIR: program },
    })
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' })
  })
})

describe('the script of a shell', () => {
  const inShell = (shell: string, args: string[]) =>
    execFileSync(shell, args, {
      cwd: home.path,
      encoding: 'utf8',
      env: { ...cleanEnv(home.path), PATH: `${join(home.path, 'bin')}:${process.env.PATH}` },
    })
      .split('\n')
      .filter((line) => line !== '')

  const inBash = (...typed: string[]) =>
    inShell('bash', [
      '--norc',
      '-c',
      `eval "$(logto autocomplete bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { echo "option $1 $2"; }; _logto; printf "%s\\n" "\${COMPREPLY[@]}"`,
      'bash',
      'logto',
      ...typed,
    ])

  it('completes in bash, where = breaks words', () => {
    expect(inBash('oidc-keys', '')).toEqual(['delete', 'list', 'rotate'])
    expect(inBash('users', 'list', '--output', '=', 'j')).toEqual(['json', 'jsonl'])
    expect(inBash('users', 'list', '--output', '=')).toContain('table')
    expect(inBash('users', 'create', '--body', '@bod')).toEqual(['option -o nospace', '@bodies/'])
  })

  it('completes in zsh', () => {
    const script = `compdef() { }; eval "$(logto autocomplete zsh)"; compadd() { local list=$@[-1]; print -rl -- \${(P)list} }; words=(logto "$@"); CURRENT=$#words; _logto`
    const inZsh = (...typed: string[]) => inShell('zsh', ['-f', '-c', script, 'zsh', ...typed])
    expect(inZsh('oidc-keys', '')).toEqual(['delete', 'list', 'rotate'])
    expect(inZsh('users', 'list', '--output=j')).toEqual(['--output=json', '--output=jsonl'])
    expect(inZsh('users', 'create', '--body', '@bod')).toEqual(['@bodies/'])
  })

  it('completes in fish', () => {
    const inFish = (line: string) =>
      inShell('fish', ['--no-config', '-c', `logto autocomplete fish | source; complete -C '${line}'`])
    expect(inFish('logto users suspen')).toEqual(['suspend\tSuspend a user'])
    expect(inFish('logto oidc-keys list ')).toEqual(['cookie-keys', 'private-keys'])
    expect(inFish('logto users list --output=j')).toEqual(['--output=json', '--output=jsonl'])
  })

  it('asks for the words in PowerShell, the empty one too', async () => {
    expect(scripts.powershell).toContain("& logto autocomplete words powershell '--' @words")
    const { stdout } = await bare(['autocomplete', 'words', 'powershell', '--', 'oidc-keys', '""'])
    expect(stdout.split('\n').map((line) => line.split('\t')[0])).toEqual(['delete', 'list', 'rotate', ''])
  })

  it.each(shells)('is printed for %s', async (shell) => {
    const { code, stdout, stderr } = await bare(['autocomplete', shell])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: scripts[shell], stderr: '' })
  })

  it('is not guessed', async () => {
    const { code, stdout, stderr } = await bare(['autocomplete'], { env: { SHELL: '/usr/bin/zsh' } })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('for zsh, once:')
  })
})
