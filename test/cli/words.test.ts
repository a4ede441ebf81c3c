/** The words of the command line: commands and flags that are none, other names, help. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accessToken, bare, errorOf, tenant } from './tenant.js'

describe('what is no command', () => {
  it.each([
    [['userz'], 'unknown command: userz', 'logto users'],
    [['help', 'userz'], 'unknown command: userz', 'logto users'],
    [['help', 'users', 'lst'], 'unknown command: users lst', 'logto users list'],
    [['userz', 'list'], 'unknown command: userz', 'logto users list'],
    [['organisations', 'list'], 'unknown command: organisations', 'logto orgs list'],
    [['users', 'lst'], 'unknown command: users lst', 'logto users list'],
    [['users', 'remove', 'u1'], 'unknown command: users remove', 'logto users'],
    [['qqqqqqq'], 'unknown command: qqqqqqq', 'logto --help'],
    [['users', 'qqqqqqq'], 'unknown command: users qqqqqqq', 'logto users --help'],
    [['../../bin/run'], 'unknown command: ../../bin/run', 'logto --help'],
    [['qqqqqqq'], 'unknown command: qqqqqqq', 'logto search qqqqqqq'],
    [['frobnicate', 'the', 'widget'], 'unknown command: frobnicate', 'logto search frobnicate the widget'],
    [['users', 'ban'], 'unknown command: users ban', 'logto search users ban'],
    [['user', 'lst'], 'unknown command: users lst', 'logto users list'],
    [['organizatoins', 'lst'], 'unknown command: organizatoins', 'logto orgs list'],
    [['list', 'users'], 'unknown command: list', 'logto users list'],
    [['delete', 'user', 'u1'], 'unknown command: delete', 'logto users delete'],
    [['serch', 'users'], 'unknown command: serch', 'logto search'],
    [['profiles', 'lst'], 'unknown command: profiles lst', 'logto profiles list'],
    [['experience', 'sessions', 'lst'], 'unknown command: experience sessions lst', 'logto experience sessions list'],
    [['experience', 'sesions', 'list'], 'unknown command: experience sesions', 'logto experience sessions list'],
    [['experience', 'sesions'], 'unknown command: experience sesions', 'logto experience sessions`'],
    [
      ['experience', 'sessions', 'qqqq'],
      'unknown command: experience sessions qqqq',
      'logto experience sessions --help',
    ],
    [
      ['help', 'experience', 'sessions', 'lst'],
      'unknown command: experience sessions lst',
      'logto experience sessions l',
    ],
  ])('%o exits 2 and names the nearest', async (words, message, hint) => {
    const { code, stdout, stderr } = await bare(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`Error: ${message}\n`)
    expect(stderr).toContain(hint)
  })

  it('is never run by a guess', async () => {
    const { logto, received } = await tenant({ status: 204 })
    expect((await logto(['users', 'delte', 'u1', '--yes'])).code).toBe(2)
    expect(received).toEqual([])
  })

  it('is a JSON error in a machine format, wherever the format is asked for', async () => {
    for (const line of [
      ['userz', '--json'],
      ['--json', 'userz'],
      ['-o', 'yaml', 'userz'],
      ['userz', '--output=jsonl'],
      ['userz', '-ocsv'],
    ]) {
      const ended = await bare(line)
      expect(ended.stdout).toBe('')
      expect(errorOf(ended), line.join(' ')).toMatchObject({ code: 'usage.unknown_command' })
    }
  })
})

describe('flags', () => {
  it.each([
    [['users', 'list', '--incldue-password-hash'], 'unknown flag: --incldue-password-hash', '--include-password-hash'],
    [['users', 'create', '--primaryEmail', 'a@b.c'], 'unknown flag: --primaryEmail', '--primary-email'],
    [['users', 'list', '--colums', 'id'], 'unknown flag: --colums', '--columns'],
    [['users', 'list', '-z'], 'unknown flag: -z', 'logto users list --help'],
    [['--nonsense'], 'unknown flag: --nonsense', 'logto --help'],
    [['--verson'], 'unknown flag: --verson', '--version'],
    [['--profle', 'work', 'users', 'list'], 'unknown flag: --profle', '--profile'],
    [['profiles', 'list', '--colums', 'name'], 'unknown flag: --colums', '--columns'],
    [['login', '--endpont', 'x'], 'unknown flag: --endpont', '--endpoint'],
    [['search', 'users', '--limt', '3'], 'unknown flag: --limt', '--limit'],
    [['users', 'set-suspended', 'u1', '--no-is-supended'], 'unknown flag: --no-is-supended', '--is-suspended'],
  ])('%o: unknown, the nearest named', async (line, message, hint) => {
    const { code, stdout, stderr } = await bare(line)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`Error: ${message}\n`)
    expect(stderr).toContain(hint)
  })

  it('that are unknown do not show their value: it may be a secret', async () => {
    const { code, stderr } = await bare(['users', 'create', '--pasword=hunter2'])
    expect(code).toBe(2)
    expect(stderr).not.toContain('hunter2')
    expect(stderr).toContain('--password')
  })

  it('name the nearest value of a closed set, and list it', async () => {
    const { code, stderr } = await bare(['roles', 'list', '--type', 'Usr'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/^Error: --type cannot be Usr; did you mean User\?\n.*User, MachineToMachine/)
  })

  it('refuse a format that is none', async () => {
    const { code, stderr } = await bare(['users', 'list', '-o', 'xml'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--output cannot be xml[\s\S]*table, json, jsonl, yaml, csv/)
  })

  it('--json and --output exclude each other', async () => {
    const { code, stderr } = await bare(['users', 'list', '--json', '-o', 'csv'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/--json and --output|--output and --json/)
  })

  it.each([
    [['oidc-keys', 'list', 'private-key'], 'key-type cannot be private-key; did you mean private-keys?'],
    [['autocomplete', 'bsh'], 'shell cannot be bsh; did you mean bash?'],
    [['profiles', 'set', 'work', '--storage', 'keychian'], '--storage cannot be keychian; did you mean keychain?'],
  ])('%o: the nearest value of an argument, and of a command written by hand', async (line, message) => {
    const { code, stdout, stderr } = await bare(line)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(`Error: ${message}\n`)
  })

  it('before a command that is none are no reason to keep its nearest back', async () => {
    const { stderr } = await bare(['--yes', 'users', 'delte', 'u1'])
    expect(stderr).toMatch(/^Error: unknown command: users delte\n.*logto users delete/)
  })

  it('want their value', async () => {
    const { code, stderr } = await bare(['users', 'list', '--columns'])
    expect(code).toBe(2)
    expect(stderr).toMatch(/columns/)
  })

  it.each([
    ['--retries', 'many'],
    ['--retries', '-1'],
    ['--retries', '1.5'],
    ['--timeout', 'soon'],
    ['--timeout', '0s'],
  ])('%s %s is refused with an example', async (flag, value) => {
    const { code, stderr } = await bare(['users', 'list', `${flag}=${value}`, '--dry-run'])
    expect(code).toBe(2)
    expect(stderr).toContain(`Error: ${flag}: ${value} is not`)
    expect(stderr.split('\n')[1]).toMatch(/\d/)
  })

  it('of the whole program may stand before the command', async () => {
    const { logto, received } = await tenant({ body: [] })
    const ended = await logto([
      '--json',
      '--query-param',
      'a=b',
      '--header',
      'x-y: z',
      '--timeout',
      '9s',
      'hooks',
      'list',
    ])
    expect(ended).toMatchObject({ code: 0, stdout: '[]\n', stderr: '' })
    expect(received[0]).toMatchObject({ url: '/api/hooks?a=b', headers: { 'x-y': 'z' } })
  })

  it('called like those of libraries change nothing else', async () => {
    const { logto, received } = await tenant({ body: [] })
    const ended = await logto(['hooks', 'list', '--no-color'], { env: { FORCE_COLOR: '1', DEBUG: '*' } })
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    expect(received).toHaveLength(1)
  })
})

describe('columns', () => {
  it('that are unknown are refused before anything is sent, the known ones listed', async () => {
    const { logto, received } = await tenant({ body: [] })
    const ended = await logto(['users', 'list', '--columns', 'id,primaryMail', '--json'])
    expect(ended.code).toBe(2)
    expect(errorOf(ended)).toMatchObject({
      code: 'usage.unknown_column',
      message: expect.stringMatching(/primaryMail.*primaryEmail/),
      hint: expect.stringContaining('username'),
    })
    expect(received).toEqual([])
  })

  it.each([
    [['search', 'users', '--columns', 'comand'], 'unknown column "comand", did you mean command?'],
    [['commands', 'users', '--columns', 'command,sumary', '-o', 'csv'], 'did you mean summary?'],
    [['profiles', 'list', '--columns', 'nme'], 'unknown column "nme", did you mean name?'],
  ])('%o: the nearest one of commands written by hand', async (line, message) => {
    const { code, stdout, stderr } = await bare(line)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('that no row has, and that are no slip, are empty', async () => {
    const { code, stdout } = await bare(['commands', 'status', '--columns', 'command,elsewhere', '-o', 'csv'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'command,elsewhere\nstatus get,\n' })
  })

  it('may lie anywhere below an open object', async () => {
    const { logto } = await tenant({ body: [{ id: 'u', customData: { a: { b: 1 } } }] })
    const ended = await logto(['users', 'list', '--columns', 'id,customData.a.b', '-o', 'csv'])
    expect(ended).toMatchObject({ code: 0, stdout: 'id,customData.a.b\nu,1\n' })
  })
})

describe('other words for topics', () => {
  it.each([
    [['user', 'get', 'u1'], '/api/users/u1'],
    [['organizations', 'get', 'o1'], '/api/organizations/o1'],
    [['application', 'get', 'a1'], '/api/applications/a1'],
    [['webhooks', 'get', 'h1'], '/api/hooks/h1'],
    [['organization-role', 'get', 'r1'], '/api/organization-roles/r1'],
    [['api-resources', 'get', 'r1'], '/api/resources/r1'],
  ])('%o is understood', async (line, path) => {
    const { logto, received } = await tenant()
    expect((await logto(line)).code).toBe(0)
    expect(received[0]?.path).toBe(path)
  })

  it.each([
    [['user', '--help'], 'logto users COMMAND'],
    [['organizations', 'list', '--help'], 'logto orgs list'],
    [['help', 'organization'], 'logto orgs COMMAND'],
    [['help', 'app', 'create'], 'logto apps create'],
  ])('%o: in help as well', async (line, usage) => {
    const { code, stdout, stderr } = await bare(line)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain(usage)
  })

  it('are named by the word that is listed', async () => {
    const { stderr } = await bare(['user', 'lst'])
    expect(stderr).toContain('logto users list')
  })
})

describe('help', () => {
  it.each([[['-h']], [['--help']], [['help']], [[]]])('of the program: %o', async (line) => {
    const { code, stdout, stderr } = await bare(line)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/users/)
    expect(stdout).toMatch(/USAGE/)
  })

  it.each([
    [['users', 'update', '-h']],
    [['users', 'update', 'u1', '--help']],
    [['-h', 'users', 'update']],
  ])('of a command, and nothing is sent: %o', async (line) => {
    const { logto, received } = await tenant()
    const { code, stdout, stderr } = await logto(line)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('--primary-email')
    expect(stdout.replace(/\s+/g, ' ')).toContain('replaces what is stored')
    expect(stdout).not.toContain(accessToken)
    expect(received).toEqual([])
  })

  it('of a flag says nothing twice', async () => {
    expect((await bare(['users', 'impersonate', '--help'])).stdout).not.toContain('(required)')
    const { commands } = JSON.parse(readFileSync(join(import.meta.dirname, '../../oclif.manifest.json'), 'utf8')) as {
      commands: Record<string, { flags: Record<string, { description?: string }> }>
    }
    const twice = Object.entries(commands).flatMap(([id, { flags }]) =>
      Object.entries(flags)
        .filter(([, { description = '' }]) => {
          const [, text = '', facts = ''] = /^(.*)\[([^\]]*)\]$/s.exec(description) ?? []
          return (
            (facts.includes('replaces') && /replace.* stored|stored .* replaced/.test(text)) ||
            (facts.includes('default') && /\(default\)|unless given/.test(text))
          )
        })
        .map(([flag]) => `${id} --${flag}`),
    )
    expect(twice).toEqual([])
  })

  it('-h behind -- is an argument', async () => {
    const { logto, received } = await tenant()
    expect((await logto(['users', 'get', '--', '-h'])).code).toBe(0)
    expect(received[0]?.path).toBe('/api/users/-h')
  })

  it('of a topic lists its commands, and not the hidden ones', async () => {
    const { code, stdout } = await bare(['users'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ {2}set-suspended /m)
    expect(stdout).not.toContain('by-path')
  })

  it('of a topic within a topic lists its commands', async () => {
    const { code, stdout } = await bare(['experience', 'sessions'])
    expect(code).toBe(0)
    expect(stdout.match(/^ {2}(list|show|remove) {2}/gm)).toHaveLength(3)
    expect((await bare(['experience', 'sessions', 'lst'])).stderr).toContain('logto experience sessions list')
  })

  it('--version says the version', async () => {
    const { code, stdout } = await bare(['--version'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^logto-admin-cli\/\d+\.\d+\.\d+ /)
  })
})
