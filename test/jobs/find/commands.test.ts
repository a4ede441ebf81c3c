/** `logto commands` tells programs what there is, and root and topic help tell people. */

import { describe, expect, it } from 'vitest'
import { inOrder } from '../../../src/jobs/find/order.js'
import { bare } from '../../cli/tenant.js'
import { index } from '../../contract/command-facts.js'

interface Row {
  command: string
  operation: string | null
  lua: string | null
  args: { name: string; required: boolean; options?: string[] }[]
  flags: { name: string; type: string; required: boolean; repeatable: boolean; options?: string[] }[]
}

const listed = async (...args: string[]) => JSON.parse((await bare(['commands', ...args, '--json'])).stdout) as Row[]

describe('logto commands', () => {
  it('lists every operation once, with its inputs', async () => {
    const rows = await listed('--hidden')
    const ids = rows.flatMap(({ operation }) => operation ?? [])
    expect(new Set(ids)).toEqual(new Set(Object.values(index).map(({ id }) => id)))
    expect(ids).toHaveLength(Object.keys(index).length)
    const create = rows.find(({ command }) => command === 'apps create')
    expect(create?.flags.find(({ name }) => name === 'type')).toEqual({
      name: 'type',
      description: expect.stringContaining('required'),
      type: 'string',
      required: true,
      repeatable: false,
      options: expect.arrayContaining(['MachineToMachine']),
    })
    expect(rows.find(({ command }) => command === 'orgs add-users')?.args).toEqual([
      { name: 'org-id', description: expect.any(String), required: true },
    ])
  })

  it('leaves out what is hidden, and narrows to a topic by any of its names', async () => {
    const rows = await listed('user')
    expect(rows.map(({ command }) => command)).toContain('users suspend')
    expect(rows.filter(({ command }) => !command.startsWith('users ') || command.endsWith('by-path'))).toEqual([])
  })

  it('tells what is hidden and what is on its way out', async () => {
    const rows = await listed('users', '--hidden')
    expect(rows.find(({ command }) => command === 'users delete-personal-access-token-by-path')).toMatchObject({
      hidden: true,
      deprecated: true,
    })
    expect(rows.find(({ command }) => command === 'users list')).toMatchObject({ hidden: false, deprecated: false })
  })

  it('narrows to a topic within a topic', async () => {
    const rows = await listed('experience', 'sessions')
    expect(rows.map(({ command }) => command)).toEqual([
      'experience sessions list',
      'experience sessions show',
      'experience sessions remove',
    ])
  })

  it('lists in the order of the help, commands without a topic last', async () => {
    const { stdout } = await bare(['commands'])
    const rows = stdout.split('\n').map((line) => line.split('\t')[0])
    expect(rows.slice(0, 4)).toEqual(['command', 'users list', 'users find', 'users get'])
    expect(rows.slice(-2)).toEqual(['help', ''])
  })

  it.each(['yaml', 'jsonl', 'csv'])('prints %s as other answers', async (format) => {
    const { code, stdout } = await bare(['commands', 'status', '-o', format, '--columns', 'command,method'])
    const expected = {
      yaml: '- command: status get\n  method: GET\n',
      jsonl: '{"command":"status get","method":"GET"}\n',
      csv: 'command,method\nstatus get,GET\n',
    }
    expect({ code, stdout }).toEqual({ code: 0, stdout: expected[format as keyof typeof expected] })
  })

  it('names the nearest topic', async () => {
    const { code, stderr } = await bare(['commands', 'usrs'])
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean users?')
  })
})

describe('the root help', () => {
  it.each([60, 80, 160])('groups all topics and names all commands at %i columns', async (columns) => {
    const { stdout } = await bare(['--help'], { env: { OCLIF_COLUMNS: String(columns) } })
    expect(stdout).toMatchSnapshot()
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
  })

  it('has a line for each topic and each command at the top', async () => {
    const rows = await listed()
    const names = new Set(rows.map(({ command }) => command.split(' ')[0] ?? ''))
    const { stdout } = await bare([], { env: { OCLIF_COLUMNS: '80' } })
    const lines = stdout.split('\n')
    expect([...names].filter((name) => !lines.some((line) => line.startsWith(`  ${name} `)))).toEqual([])
    // None goes on in a second line.
    expect(lines.filter((line) => line.startsWith('    '))).toEqual([])
  })
})

describe('the help of a topic', () => {
  it('lists commands in the order given, and those that it does not name behind them', () => {
    expect(inOrder(['submit', 'zap', 'identify', 'add', 'init'], ['init', 'identify', 'later', 'submit'])).toEqual([
      'init',
      'identify',
      'submit',
      'add',
      'zap',
    ])
  })

  it('has the order of the table of names, with the commands written by hand between', async () => {
    const { stdout } = await bare(['users'])
    const verbs = stdout.split('\n').flatMap((line) => /^ {2}([a-z][\w-]*) {2}/.exec(line)?.[1] ?? [])
    const [from, to] = [verbs.indexOf('list'), verbs.indexOf('unsuspend')]
    expect(verbs.slice(from, to + 1)).toEqual([
      'list',
      'find',
      'get',
      'create',
      'update',
      'edit',
      'delete',
      'suspend',
      'unsuspend',
    ])
  })

  it('tells of a topic within a topic', async () => {
    const { code, stdout } = await bare(['experience', 'sessions'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/\$ logto experience sessions COMMAND\n[\s\S]*\n {2}list .*\n {2}show .*\n {2}remove /)
  })

  it.each([60, 80, 160])('keeps within %i columns', async (columns) => {
    const topics = ['experience', 'orgs', 'profiles', 'sign-in-exp']
    for (const topic of topics) {
      const { stdout } = await bare([topic], { env: { OCLIF_COLUMNS: String(columns) } })
      expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
    }
  })

  it('is shown for the topic alone, by any of its names', async () => {
    const { stdout } = await bare(['org'], { env: { OCLIF_COLUMNS: '80' } })
    expect(stdout).toMatchSnapshot()
  })
})
