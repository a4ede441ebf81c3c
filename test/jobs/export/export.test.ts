/** `users export`: who is written, what is asked for it, and what stays when it cannot be done. */

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Script } from '../../cli/server.js'
import { errorOf, tenant } from '../../cli/tenant.js'
import { onTerminal, terminalNeed } from '../../cli/terminal.js'
import type { BentSandbox } from '../import/bent-sandbox.js'
import { bentSandbox } from '../import/bent-tenant.js'

const posix = process.platform !== 'win32'
const withHashes = ['--with', 'password-hash']

const usersOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

/** Serves `count` users by pages, counted. */
function users(count: number, more: (id: number) => object = () => ({})): Script {
  return ({ url }) => {
    const { searchParams } = new URL(url, 'http://x')
    const [page, size] = [Number(searchParams.get('page') ?? 1), Number(searchParams.get('page_size') ?? 20)]
    const rows = Array.from({ length: count }, (_, id) => ({ id: `u${id}`, username: `user_${id}`, ...more(id) }))
    return { body: rows.slice((page - 1) * size, page * size), headers: { 'total-number': String(count) } }
  }
}

/** What is in the folder beside what the program keeps for itself. */
const files = (home: string) => readdirSync(home).filter((name) => !['config', 'cache', 'data'].includes(name))

describe('who is written', () => {
  it('is everybody, on standard output without a file', async () => {
    const { logto } = await tenant(users(250))
    const { code, stdout, stderr } = await logto(['users', 'export'])
    expect([code, stderr]).toEqual([0, ''])
    expect(usersOf(stdout).map(({ id }) => id)).toEqual(Array.from({ length: 250 }, (_, id) => `u${id}`))
  })

  it('is who the filters of users list choose', async () => {
    const bent = await bentSandbox()
    for (const name of ['ann', 'ben', 'eve']) {
      await bent.tenant.call('POST', '/api/users', { username: name, primaryEmail: `${name}@filter.example` })
    }
    const usernames = async (...flags: string[]) => {
      const { code, stdout, stderr } = await bent.logto(['users', 'export', '-o', 'json', ...flags])
      expect([code, stderr]).toEqual([0, ''])
      return (JSON.parse(stdout) as { username: string }[]).map(({ username }) => username).sort()
    }
    expect(await usernames('--contains', '@filter.example')).toEqual(['ann', 'ben', 'eve'])
    expect(await usernames('--where', 'username=ann', '--where', 'username=eve', '--mode', 'exact')).toEqual([
      'ann',
      'eve',
    ])
    expect(await usernames('--where', 'username=BEN', '--mode', 'exact', '--case-sensitive')).toEqual([])
    const { json } = await bent.tenant.call('POST', '/api/roles', { name: 'some', description: 'some' })
    const [ben] = (await bent.people()).filter(({ username }) => String(username) === 'ben')
    await bent.tenant.call('POST', `/api/roles/${json.id}/users`, { userIds: [ben?.id] })
    expect(await usernames('--contains', '@filter.example', '--exclude-role-id', String(json.id))).toEqual([
      'ann',
      'eve',
    ])
  })

  it('is in the form of the file, and nobody makes an empty document', async () => {
    const { logto, home } = await tenant(users(0))
    for (const name of ['none.jsonl', 'none.json', 'none.csv', 'none.txt']) await logto(['users', 'export', name])
    const read = (name: string) => readFileSync(join(home, name), 'utf8')
    expect([read('none.jsonl'), read('none.json'), read('none.txt')]).toEqual(['', '[]\n', ''])
    expect(read('none.csv')).toMatch(/^id,username,primaryEmail,.*\n$/)
  })

  it.each([
    [['--with', 'role'], 'there is no such part; did you mean roles?'],
    [['-o', 'yaml'], 'yaml'],
  ])('%j is refused before anything is sent', async (flags, says) => {
    const { logto, received } = await tenant(users(1))
    const { code, stderr } = await logto(['users', 'export', 'p.jsonl', ...flags])
    expect([code, received.length]).toEqual([2, 0])
    expect(stderr).toContain(says)
  })
})

describe('roles and organizations', () => {
  /** A tenant of ten people, of whom `holders` have the role and are members. */
  async function crowd(holders: number): Promise<BentSandbox> {
    const bent = await bentSandbox()
    const ids: string[] = []
    for (let i = 0; i < 10; i += 1) {
      const { json } = await bent.tenant.call('POST', '/api/users', { username: `crowd_${i}` })
      ids.push(String(json.id))
    }
    const role = await bent.tenant.call('POST', '/api/roles', { name: 'walker', description: 'walks' })
    const club = await bent.tenant.call('POST', '/api/organizations', { name: 'Club' })
    const keeper = await bent.tenant.call('POST', '/api/organization-roles', { name: 'keeper' })
    const userIds = ids.slice(0, holders)
    await bent.tenant.call('POST', `/api/roles/${role.json.id}/users`, { userIds })
    await bent.tenant.call('POST', `/api/organizations/${club.json.id}/users`, { userIds })
    const organizationRoleIds = [keeper.json.id]
    await bent.tenant.call('POST', `/api/organizations/${club.json.id}/users/roles`, { userIds, organizationRoleIds })
    return bent
  }
  const held = (of: Record<string, unknown>) => [
    of.roles,
    (of.organizations as { name: string; roles: string[] }[]).map(({ name, roles }) => [name, roles]),
  ]

  it('of many people are read from their own side', async () => {
    const bent = await crowd(4)
    // The server's clock is known to the second: who was made in this one may have come since.
    await wait(1100)
    const { code, stdout, stderr } = await bent.logto([
      'users',
      'export',
      '--contains',
      'crowd_',
      '--with',
      'roles,organizations',
    ])
    expect([code, stderr]).toEqual([0, ''])
    const all = usersOf(stdout).toSorted((a, b) => String(a.username).localeCompare(String(b.username)))
    expect(all.map(held)).toEqual(all.map((_, i) => (i < 4 ? [['walker'], [['Club', ['keeper']]]] : [[], []])))
    expect(bent.seen.filter(({ path }) => /^\/api\/users\/./.test(path))).toEqual([])
  })

  it('of few people are asked person by person, which is said', async () => {
    const bent = await crowd(4)
    const { code, stdout, stderr } = await bent.logto([
      'users',
      'export',
      '--where',
      'username=crowd_1',
      '--with',
      'roles,organizations,mfa,sso-identities',
    ])
    expect(code).toBe(0)
    expect(stderr).toMatch(/mfa and sso-identities take one request each for each person: \d requests/)
    const [one, ...others] = usersOf(stdout)
    expect(others).toEqual([])
    expect(one).toMatchObject({ username: 'crowd_1', roles: ['walker'], mfa: [], ssoIdentities: [] })
    expect(one?.organizations).toEqual([{ id: expect.any(String), name: 'Club', roles: ['keeper'] }])
  })

  it('of somebody who comes after they were read are asked for', async () => {
    const bent = await crowd(4)
    const [role] = (await bent.tenant.call('GET', '/api/roles?search=walker')).json as unknown as { id: string }[]
    bent.bend = {
      async before({ path, count }) {
        // The second reading of users follows that of their roles.
        if (path !== '/api/users' || count !== 2) return undefined
        const { json } = await bent.tenant.call('POST', '/api/users', { username: 'crowd_late' })
        await bent.tenant.call('POST', `/api/roles/${role?.id}/users`, { userIds: [json.id] })
        return undefined
      },
    }
    const { code, stdout } = await bent.logto(['users', 'export', '--contains', 'crowd_', '--with', 'roles'])
    expect(code).toBe(0)
    expect(usersOf(stdout).find(({ username }) => username === 'crowd_late')).toMatchObject({ roles: ['walker'] })
  })

  it('leave out who was deleted meanwhile', async () => {
    const bent = await crowd(1)
    const [first] = await bent.people()
    bent.bend = {
      before: ({ path }) =>
        path === `/api/users/${first?.id}/mfa-verifications`
          ? bent.tenant.call('DELETE', `/api/users/${first?.id}`).then(() => undefined)
          : undefined,
    }
    const { code, stdout } = await bent.logto(['users', 'export', '--contains', 'crowd_', '--with', 'mfa'])
    expect(code).toBe(0)
    expect(usersOf(stdout)).toHaveLength(9)
  })
})

describe('a list that changes while it is read', () => {
  it('loses nobody who was there from beginning to end', async () => {
    const serve = users(1000)
    const gone = new Set<string>()
    let requests = 0
    const { logto } = await tenant((request, response, count) => {
      requests += 1
      if (requests === 4) gone.add('u7')
      const { searchParams } = new URL(request.url, 'http://x')
      const whole = serve({ ...request, url: '/api/users?page=1&page_size=1000' }, response, count) as {
        body: { id: string }[]
      }
      const rows = whole.body.filter(({ id }) => !gone.has(id))
      const [page, size] = [Number(searchParams.get('page')), Number(searchParams.get('page_size'))]
      return { body: rows.slice((page - 1) * size, page * size), headers: { 'total-number': String(rows.length) } }
    })
    const { code, stdout } = await logto(['users', 'export'])
    const ids = usersOf(stdout).map(({ id }) => id)
    expect(code).toBe(0)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toEqual(
      expect.arrayContaining(Array.from({ length: 1000 }, (_, id) => `u${id}`).filter((id) => id !== 'u7')),
    )
  })

  it('that cannot be made whole is kept, and ends with 8', async () => {
    const serve = users(100)
    const { logto, home } = await tenant((...request) => ({ ...serve(...request), headers: { 'total-number': '103' } }))
    const { code, stderr } = await logto(['users', 'export', 'p.jsonl'])
    expect(code).toBe(8)
    expect(stderr).toContain('3 rows may be missing')
    expect(usersOf(readFileSync(join(home, 'p.jsonl'), 'utf8'))).toHaveLength(100)
  })
})

describe('the file', () => {
  it('has its name when it is whole, with the mode of the one before', async () => {
    const { logto, home } = await tenant(users(300))
    writeFileSync(join(home, 'p.jsonl'), 'before', { mode: 0o640 })
    symlinkSync('p.jsonl', join(home, 'link.jsonl'))
    const { code, stdout, stderr } = await logto(['users', 'export', 'link.jsonl'])
    expect([code, stdout, stderr]).toEqual([0, '', '300 people in link.jsonl\n'])
    expect(files(home)).toEqual(['link.jsonl', 'p.jsonl'])
    expect(usersOf(readFileSync(join(home, 'p.jsonl'), 'utf8'))).toHaveLength(300)
    if (posix) expect(statSync(join(home, 'p.jsonl')).mode & 0o777).toBe(0o640)
  })

  it('is as it was after a failure, and nothing is beside it', async () => {
    const serve = users(300)
    const { logto, home } = await tenant((request, ...more) =>
      /[?&]page=3\b/.test(request.url) ? { status: 500, body: {} } : serve(request, ...more),
    )
    writeFileSync(join(home, 'p.jsonl'), 'before')
    const { code } = await logto(['users', 'export', 'p.jsonl', '--retries', '0'])
    expect(code).toBe(7)
    expect([files(home), readFileSync(join(home, 'p.jsonl'), 'utf8')]).toEqual([['p.jsonl'], 'before'])
    const { code: toOutput, stdout } = await logto(['users', 'export', '--retries', '0'])
    // Less than a piece was there: nothing is half.
    expect([toOutput, stdout]).toEqual([7, ''])
  })

  it.skipIf(!posix).each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is as it was after %s', async (signal) => {
    let reached = () => {}
    const isUnderWay = new Promise<void>((resolve) => {
      reached = resolve
    })
    const serve = users(900)
    const { begin, home } = await tenant(async (request, ...more) => {
      if (!/[?&]page=5\b/.test(request.url)) return serve(request, ...more)
      reached()
      await wait(3000)
      return serve(request, ...more)
    })
    writeFileSync(join(home, 'p.jsonl'), 'before')
    const { child, finished } = begin(['users', 'export', 'p.jsonl'])
    await isUnderWay
    await wait(100)
    expect(files(home)).toHaveLength(2)
    child.kill(signal)
    const { code } = await finished
    expect(code).toBe(130)
    expect([files(home), readFileSync(join(home, 'p.jsonl'), 'utf8')]).toEqual([['p.jsonl'], 'before'])
  })

  it('that cannot be written is refused before anything is read', async () => {
    const { logto, home, received } = await tenant(users(3))
    mkdirSync(join(home, 'folder.jsonl'))
    for (const name of ['nowhere/p.jsonl', 'folder.jsonl']) {
      const { code, stderr } = await logto(['users', 'export', name])
      expect(code).toBe(10)
      expect(stderr).toContain(`cannot write ${name}`)
    }
    expect(received).toEqual([])
  })

  it.skipIf(!existsSync('/dev/full'))('on a full disk ends with 10', async () => {
    const { logto } = await tenant(users(3))
    const { code, stderr } = await logto(['users', 'export', '/dev/full'])
    expect(code).toBe(10)
    expect(stderr).toContain('cannot write /dev/full: no space left on device (ENOSPC)')
  })
})

describe('password hashes', () => {
  const digest = '$2a$06$YMIg2apjSevzWDx0A7wTCuUARBPx9thVi56ZJEZIi2DqiD3m1BDY.'
  const hashed = users(3, (id) => ({
    hasPassword: id > 0,
    passwordDigest: id > 0 ? digest : null,
    passwordAlgorithm: id > 0 ? 'Bcrypt' : null,
  }))

  it('go into a file that only its owner may read, and into a pipe', async () => {
    const { logto, home, received } = await tenant(hashed)
    writeFileSync(join(home, 'p.jsonl'), 'before', { mode: 0o644 })
    expect(await logto(['users', 'export', 'p.jsonl', ...withHashes])).toMatchObject({ code: 0 })
    if (posix) expect(statSync(join(home, 'p.jsonl')).mode & 0o777).toBe(0o600)
    expect(received.some(({ url }) => url.includes('includePasswordHash=true'))).toBe(true)
    const { code, stdout } = await logto(['users', 'export', ...withHashes])
    expect([code, usersOf(stdout)[1]?.passwordDigest]).toEqual([0, digest])
  })

  it.skipIf(!posix)('go into no file of a shell that others may read', async () => {
    const { shell, received, home } = await tenant(hashed)
    const { code, stderr } = await shell('umask 022; logto users export --with password-hash > shown.jsonl')
    expect(code).toBe(2)
    expect(stderr).toContain('not written onto a file that others may read')
    expect([received.length, readFileSync(join(home, 'shown.jsonl'), 'utf8')]).toEqual([0, ''])
    expect(await shell('umask 077; logto users export --with password-hash > own.jsonl')).toMatchObject({ code: 0 })
  })

  it.skipIf(terminalNeed.lacking)(`are shown on no terminal${terminalNeed.note}`, async () => {
    const { endpoint, home, received } = await tenant(hashed)
    const env = { LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: 'a-token' }
    for (const line of [
      'logto users export --with password-hash',
      'logto users export /dev/tty --with password-hash',
    ]) {
      const { code, screen } = await onTerminal(line, { home, env })
      expect([code, screen]).toEqual([2, expect.stringContaining('password hashes are not written onto a terminal')])
    }
    expect(received).toEqual([])
  })

  it('that a Logto does not give are said, and nothing is written', async () => {
    const { logto, home } = await tenant(users(3, () => ({ hasPassword: true })))
    const finished = await logto(['users', 'export', 'p.json', '--json', ...withHashes])
    expect(finished.code).toBe(5)
    expect(errorOf(finished)).toMatchObject({ code: 'export.no_password_hashes' })
    expect(files(home)).toEqual([])
  })

  it('are asked for by name alone', async () => {
    const { logto, received } = await tenant(users(3, () => ({ hasPassword: true })))
    expect(await logto(['users', 'export'])).toMatchObject({ code: 0 })
    expect(received.filter(({ url }) => url.includes('includePasswordHash'))).toEqual([])
  })
})
