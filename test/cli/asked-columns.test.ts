/** Tables show what a flag asks for, and things by their names. */
import { describe, expect, it } from 'vitest'
import { contracts } from '../contract/command-facts.js'
import { openSessionAt } from './open-session.js'
import { cleanEnv } from './run.js'
import { accessToken, tenant } from './tenant.js'
import { onTerminal, terminalNeed } from './terminal.js'

const all = await contracts()
const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'))

describe('what a flag asks for', () => {
  const scopes = [
    { id: 's1', name: 'read' },
    { id: 's2', name: 'write' },
  ]
  const resource = { id: 'r1', name: 'Orders', indicator: 'https://o', isDefault: false, accessTokenTtl: 3600 }

  it('has its column in tables and csv', async () => {
    const { logto } = await tenant({ body: [{ ...resource, scopes }] })
    const usual = ['id', 'name', 'indicator', 'isDefault', 'accessTokenTtl']
    const table = lines((await logto(['resources', 'list', '--include-scopes'])).stdout)
    expect(table[0]).toEqual([...usual, 'scopes'])
    expect(table[1]?.at(-1)).toBe('read, write')
    const csv = (await logto(['resources', 'list', '--include-scopes', '-o', 'csv'])).stdout
    expect(csv.split('\n')[0]).toBe([...usual, 'scopes'].join(','))
    expect(csv.split('\n')[1]).toContain('"[{""id"":""s1"",""name"":""read""}')
    expect(lines((await logto(['resources', 'list'])).stdout)[0]).toEqual(usual)
  })

  it('leaves the columns that are asked for, and every other format, as they are', async () => {
    const { logto } = await tenant({ body: [{ ...resource, scopes }] })
    const { stdout } = await logto(['resources', 'list', '--include-scopes', '--columns', 'id'])
    expect(stdout).toBe('id\nr1\n')
    expect((await logto(['resources', 'list', '--include-scopes', '-o', 'text'])).stdout).toBe('r1\n')
  })

  it('has a column for every flag that asks for more', () => {
    const asking = all.flatMap(({ command, operation }) =>
      Object.entries(operation.query)
        .filter(([flag]) => /^(include|show)-/.test(flag))
        .map(([flag, { adds }]) => [`${command} --${flag}`, adds] as const),
    )
    expect(asking.length).toBeGreaterThanOrEqual(9)
    const without = asking.filter(([, adds]) => adds === undefined).map(([line]) => line)
    // Its rows lie in two lists, which the table shows whole.
    expect(without).toEqual(['users list-all-identities --include-token-secret'])
  })
})

describe('a list of things with names', () => {
  const members = [
    {
      id: 'u1',
      name: 'Ann',
      organizationRoles: [
        { id: 'r1', name: 'admin' },
        { id: 'r2', name: 'member' },
      ],
    },
    { id: 'u2', name: 'Bo', organizationRoles: [] },
  ]

  it('is their names in a table, and JSON in csv', async () => {
    const { logto } = await tenant({ body: members })
    const line = ['orgs', 'list-users', 'o1', '--columns', 'id,organizationRoles']
    expect((await logto(line)).stdout).toBe('id\torganizationRoles\nu1\tadmin, member\nu2\t[]\n')
    expect((await logto([...line, '-o', 'csv'])).stdout).toContain('""name"":""admin""')
  })

  it('is JSON where one of them has no name', async () => {
    const { logto } = await tenant({
      body: [{ id: 'u1', organizationRoles: [{ id: 'r1', name: 'admin' }, { id: 'r2' }] }],
    })
    const { stdout } = await logto(['orgs', 'list-users', 'o1', '--columns', 'organizationRoles'])
    expect(stdout).toBe('organizationRoles\n[{"id":"r1","name":"admin"},{"id":"r2"}]\n')
  })

  it.skipIf(terminalNeed.lacking)(`is their names on a terminal${terminalNeed.note}`, async () => {
    const { endpoint, home } = await tenant({ body: members })
    const env = { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: accessToken, NO_COLOR: '1' }
    const { screen } = await onTerminal('logto orgs list-users o1', { home, env })
    expect(screen).toContain('admin, member')
    expect(screen).not.toContain('{')
  })
})

it('bare values stand under the heading that is meant for them', async () => {
  const { logto, endpoint, home } = await tenant({ body: { connectorIds: ['c1', 'c2'] } })
  await openSessionAt(endpoint, cleanEnv(home))
  const { stdout } = await logto(['experience', 'list-sso-connectors', '--email', 'ann@example.com'])
  expect(stdout).toBe('connectorIds\nc1\nc2\n')
})
