/** `logto batch`: rows to calls, the plan, the output, and what it refuses. */

import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bare, errorOf } from '../../cli/tenant.js'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { ids, journalIn, userServer } from './user-server.js'

const lines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('rows become calls', () => {
  it('plain lines are the first argument, and results come in the order of the rows', async () => {
    const server = await userServer({ delayMs: 5 })
    const { stdout, stderr, code } = await server.logto(['batch', 'users', 'delete', '--yes', '-o', 'jsonl'], {
      input: ids(50),
    })
    expect(code).toBe(0)
    expect(lines(stdout).map(({ row, input, ok }) => [row, input, ok])).toEqual(
      Array.from({ length: 50 }, (_, i) => [i + 1, { 'user-id': `u${i + 1}` }, true]),
    )
    expect(server.carriedOut.size).toBe(50)
    expect(lines(stderr).at(-2)).toEqual({ notice: expect.stringMatching(/^50 rows in [\d.]+ s: 50 done$/) })
  })

  it('columns in any spelling, paths, lists and whole bodies', async () => {
    const server = await userServer()
    const csv = 'user_id,primaryEmail,user-profile,customData.plan,profile.givenName\n1,a@b.c,,007,Ann\n'
    const { code } = await server.logto(['batch', 'users', 'update', '--replace', '--name', 'All'], { input: csv })
    expect(code).toBe(0)
    expect(server.received[0]).toMatchObject({ method: 'PATCH', path: '/api/users/1' })
    expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
      name: 'All',
      primaryEmail: 'a@b.c',
      customData: { plan: '007' },
      profile: { givenName: 'Ann' },
    })
    await server.logto(['batch', 'orgs', 'assign-user-roles'], {
      input: 'id,user-id,organization-role-ids\no1,u1,r1|r2\n',
    })
    expect(server.received[1]).toMatchObject({ path: '/api/organizations/o1/users/u1/roles' })
    expect(JSON.parse(server.received[1]?.body ?? '')).toEqual({ organizationRoleIds: ['r1', 'r2'] })
    await server.logto(['batch', 'users', 'create'], {
      input: '{"body":{"name":"Ann"}}\n{"customData":{"n":9007199254740993},"username":"u_1"}',
    })
    expect(server.received.slice(2).map(({ body }) => body)).toEqual([
      '{"name":"Ann"}',
      '{"customData":{"n":9007199254740993},"username":"u_1"}',
    ])
  })

  it('a cell is its literal value', async () => {
    const server = await userServer()
    writeFileSync(join(server.home, 'secret'), 'a secret')
    const { code } = await server.logto(['batch', 'users', 'update-password'], {
      input: 'user-id,password\n1,@secret\n2,-\n3,?\n',
    })
    expect(code).toBe(0)
    expect(server.received.map(({ body }) => (JSON.parse(body) as { password: string }).password)).toEqual([
      '@secret',
      '-',
      '?',
    ])
  })

  it('flags of the line hold for every row, files and arguments too', async () => {
    const server = await userServer()
    writeFileSync(join(server.home, 'data.yaml'), 'plan: pro\n')
    await server.logto(['batch', 'users', 'update', '--custom-data', '@data.yaml', '--replace'], { input: 'u1\nu2\n' })
    expect(server.received.map(({ body }) => JSON.parse(body))).toEqual([
      { customData: { plan: 'pro' } },
      { customData: { plan: 'pro' } },
    ])
    await server.logto(['batch', 'roles', 'remove-user', 'r1', '--yes'], { input: 'u1\nu2\n' })
    expect(server.received.slice(2).map(({ path }) => path)).toEqual([
      '/api/roles/r1/users/u1',
      '/api/roles/r1/users/u2',
    ])
  })

  it('--merge reads what is stored for each row', async () => {
    const server = await userServer({
      before: ({ method, path }) => (method === 'GET' ? { body: { customData: { kept: path } } } : undefined),
    })
    await server.logto(['batch', 'users', 'update', '--merge', '--concurrency', '1'], {
      input: 'user-id,customData.plan\n1,pro\n',
    })
    expect(JSON.parse(server.received[1]?.body ?? '')).toEqual({ customData: { kept: '/api/users/1', plan: 'pro' } })
  })

  it('presets work', async () => {
    const server = await userServer()
    await server.logto(['batch', 'user', 'suspend'], { input: 'u1\n' })
    expect(server.received[0]).toMatchObject({ path: '/api/users/u1/is-suspended', body: '{"isSuspended":true}' })
    const list = await userServer({ before: () => ({ body: [{ id: 'u1' }] }) })
    const { stdout } = await list.logto(['batch', 'users', 'find', '-o', 'jsonl'], { input: 'ann@example.com\n' })
    expect(lines(stdout)[0]).toEqual({ row: 1, input: { text: 'ann@example.com' }, ok: true, answer: { id: 'u1' } })
    expect(list.received[0]?.query).toContainEqual(['search.primaryEmail', 'ann@example.com'])
  })
})

describe('the plan', () => {
  it('is checked whole before the first request', async () => {
    const server = await userServer()
    const input = 'user-id,name\nu1,Ann\nu2\n,Cy\nu4,\nu5,Eve\n'
    const refused = await server.logto(['batch', 'users', 'update'], { input })
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toBe(
      [
        'Error: 3 of 5 rows cannot be right; nothing was sent',
        '  row 2, line 3: it has 1 cell, and the header 2',
        '  row 3, line 4: user-id is missing',
        '  row 4, line 5: nothing to change was given',
        'correct them, or leave them out with --skip-invalid\n',
      ].join('\n'),
    )
    expect(server.received).toEqual([])
    const gone = await server.logto(['batch', 'users', 'update', '--skip-invalid', '--failed', 'failed.csv'], { input })
    expect(gone.code).toBe(8)
    expect(server.carriedOut.size).toBe(2)
    const failed = join(server.home, 'failed.csv')
    expect(statSync(failed).mode & 0o777).toBe(0o600)
    expect(readFileSync(failed, 'utf8')).toBe(
      [
        'user-id,name,_reason',
        'u2,"rows.ragged: it has 1 cell, and the header 2"',
        ',Cy,usage.missing_argument: user-id is missing',
        'u4,,usage.nothing_given: nothing to change was given\n',
      ].join('\n'),
    )
  })

  it.each([
    ['nam\n', 'users update has no input for the column nam'],
    ['user-id,yes\n1,true\n', 'the column yes is a flag of the run'],
    ['user-id,profile.x,columns\n1,a,b\n', 'the column columns is a flag of the run'],
    ['', 'the input is empty'],
    ['user-id,name\n', 'a header and no rows'],
  ])('refuses %j', async (input, message) => {
    const server = await userServer()
    const { code, stderr } = await server.logto(['batch', 'users', 'update'], {
      input: input === 'nam\n' ? 'user-id,nam\n1,A\n' : input,
    })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(server.received).toEqual([])
  })

  it('refuses what the rows and the line both give', async () => {
    const server = await userServer()
    const { code, stderr } = await server.logto(['batch', 'users', 'update', '--name', 'A'], {
      input: 'user-id,name\n1,B\n',
    })
    expect(stderr).toContain('name is given by the rows and by the command line')
    expect(code).toBe(2)
  })

  it.each([
    ['login'],
    ['lua'],
    ['batch'],
    ['logs', 'tail'],
    ['users', 'impersonate'],
    ['experience', 'submit'],
  ])('refuses %s %s', async (...words) => {
    const { code, stderr } = await bare(['batch', ...words.filter(Boolean)], { input: 'u1\n' })
    expect(code).toBe(2)
    expect(stderr).toContain('cannot be run for many rows')
  })

  it('names the nearest command', async () => {
    const { code, stderr } = await bare(['batch', 'users', 'delte'], { input: 'u1\n' })
    expect(stderr).toContain('did you mean users delete?')
    expect(code).toBe(2)
  })

  it('a dry run shows every request, and needs no tenant', async () => {
    const { code, stdout } = await bare(['batch', 'users', 'delete', '--dry-run', '-o', 'jsonl'], { input: 'u1\nu2\n' })
    expect(code).toBe(0)
    expect(lines(stdout).map(({ request }) => (request as { url: string }).url)).toEqual([
      'https://tenant.example/api/users/u1',
      'https://tenant.example/api/users/u2',
    ])
    expect((await bare(['batch', 'users', 'delete', '--offline'], { input: 'u1\n' })).code).toBe(2)
  })
})

describe('what is destroyed', () => {
  it('is asked about once, and refused without a terminal', async () => {
    const server = await userServer()
    const { code, stderr } = await server.logto(['batch', 'users', 'delete'], { input: ids(5) })
    expect({ code, requests: server.received.length }).toEqual({ code: 2, requests: 0 })
    expect(stderr).toContain('users delete for 5 rows destroys something, and there is no terminal to ask on')
  })

  it.skipIf(terminalNeed.lacking)(
    `is asked on the terminal although standard input holds the rows${terminalNeed.note}`,
    async () => {
      const server = await userServer()
      const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'a-token' }
      const typing = [[/\(y\/N\)/, 'y\r']] as const
      const session = await onTerminal('printf "u1\\nu2\\nu3\\nu4\\n" | logto batch users delete', {
        home: server.home,
        env,
        typing,
      })
      expect(linesOf(session).join('\n')).toContain('Delete a user: 4 rows: u1, u2, u3, and 1 more on')
      expect({ code: session.code, done: server.carriedOut.size }).toEqual({ code: 0, done: 4 })
    },
  )

  it('several ids of one command are the same', async () => {
    const server = await userServer()
    const { code, stdout, stderr } = await server.logto([
      'users',
      'delete',
      'A',
      'missing',
      'C',
      '--yes',
      '-o',
      'jsonl',
    ])
    expect(code).toBe(8)
    expect(lines(stdout).map(({ ok }) => ok)).toEqual([true, false, true])
    expect(errorOf({ stderr } as never)).toMatchObject({ code: 'partial.rows' })
    const refused = await server.logto(['users', 'delete', 'A', 'B'])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('users delete for 2 rows')
    const strange = await server.logto(['users', 'list', 'A'])
    expect(strange.stderr).toContain('unexpected argument: A')
  })
})

describe('the report', () => {
  it('counts outcomes and reasons, and json is one document of both', async () => {
    const server = await userServer()
    const input = `${ids(3)}missing-1\nmissing-2\n`
    const { code, stdout } = await server.logto(['batch', 'users', 'suspend', '--json', '--failed', 'f.jsonl'], {
      input,
    })
    const { summary, rows } = JSON.parse(stdout) as { summary: Record<string, unknown>; rows: unknown[] }
    expect({ code, rows: rows.length }).toEqual({ code: 8, rows: 5 })
    expect(summary).toMatchObject({
      rows: 5,
      done: 3,
      failed: 2,
      unclear: 0,
      left: 0,
      reasons: { failed: [{ code: 'entity.not_found', count: 2, rows: [4, 5] }] },
    })
    expect(lines(readFileSync(join(server.home, 'f.jsonl'), 'utf8'))).toEqual([
      { 'user-id': 'missing-1', _reason: expect.stringMatching(/^entity.not_found: /) },
      { 'user-id': 'missing-2', _reason: expect.stringMatching(/^entity.not_found: /) },
    ])
    const again = await server.logto(['batch', 'users', 'suspend', '--input', 'f.jsonl'])
    expect(again.code).toBe(8)
  })

  it('holds no secret of the rows', async () => {
    const server = await userServer({
      before: () => ({ status: 422, body: { code: 'x', message: 'no hunter22 here' } }),
    })
    const finished = await server.logto(['batch', 'users', 'update-password', '--json', '--debug'], {
      input: 'user-id,password\n1,hunter22\n',
    })
    expect(finished.code).toBe(8)
    const journal = readFileSync(journalIn(finished.stderr), 'utf8')
    for (const text of [finished.stdout, finished.stderr, journal]) expect(text).not.toContain('hunter22')
    expect(statSync(journalIn(finished.stderr)).mode & 0o777).toBe(0o600)
  })

  it('takes columns and a query', async () => {
    const server = await userServer()
    const chosen = await server.logto(['batch', 'users', 'get', '--columns', 'row,answer.id', '-o', 'csv'], {
      input: 'u1\nu2\n',
    })
    expect(chosen.stdout).toBe(
      'row,answer.id\n1,u1\n2,u2\n'.replaceAll('\n', chosen.stdout.includes('\r\n') ? '\r\n' : '\n'),
    )
    const queried = await server.logto(['batch', 'users', 'get', '--query', 'rows[].answer.id', '--json'], {
      input: 'u1\nu2\n',
    })
    expect(JSON.parse(queried.stdout)).toEqual(['u1', 'u2'])
  })
})
