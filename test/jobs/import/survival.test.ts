/** Nothing lost and nothing twice: kills, lost answers, strangers, shards, and taking an import back. */

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type Running, run } from '../../cli/run.js'
import { errorOf } from '../../cli/tenant.js'
import type { Json } from '../../sandbox/client.js'
import { randomFrom } from '../../torture/random.js'
import { canMount, smallDisk } from '../bulk/small-disk.js'
import { journalIn } from '../bulk/user-server.js'
import type { BentSandbox } from './bent-sandbox.js'
import { bentSandbox } from './bent-tenant.js'

const importing = ['users', 'import', 'people.csv', '--yes']

/** People with a role each and every second in an organization with a role there; the first ten are suspended. */
function crowd(count: number): string {
  const row = (i: number) => `p${i}@example.com,r${i % 3},${i % 2 === 0 ? 'Club:keeper' : ''},${i < 10 ? 'true' : ''}\n`
  return `primaryEmail,roles,organizationRoles,isSuspended\n${Array.from({ length: count }, (_, i) => row(i)).join('')}`
}

async function scene(people: string): Promise<BentSandbox & { club: string; roles: string[] }> {
  const bent = await bentSandbox()
  writeFileSync(join(bent.home, 'people.csv'), people)
  const id = async (path: string, body: object) => String((await bent.tenant.call('POST', path, body)).json.id)
  const roles: string[] = []
  for (const name of ['r0', 'r1', 'r2']) roles.push(await id('/api/roles', { name, description: name }))
  const club = await id('/api/organizations', { name: 'Club' })
  await id('/api/organization-roles', { name: 'keeper' })
  return Object.assign(bent, { club, roles })
}

async function list(bent: BentSandbox, path: string): Promise<Json[]> {
  const all: Json[] = []
  for (let page = 1; ; page++) {
    const rows = (await bent.tenant.call('GET', `${path}?page=${page}&page_size=100`)).json as unknown as Json[]
    all.push(...rows)
    if (rows.length < 100) return all
  }
}

/** That everybody of `crowd(count)` is there, once, with what is theirs. */
async function expectAll(bent: BentSandbox & { club: string; roles: string[] }, count: number): Promise<void> {
  const people = await bent.people()
  expect(people.map(({ primaryEmail }) => primaryEmail).sort()).toEqual(
    Array.from({ length: count }, (_, i) => `p${i}@example.com`).sort(),
  )
  expect(people.filter(({ isSuspended }) => isSuspended)).toHaveLength(Math.min(10, count))
  for (const [i, role] of bent.roles.entries()) {
    const held = await list(bent, `/api/roles/${role}/users`)
    expect(held).toHaveLength(Math.floor((count + 2 - i) / 3))
  }
  const members = await list(bent, `/api/organizations/${bent.club}/users`)
  expect(members).toHaveLength(Math.ceil(count / 2))
  for (const { organizationRoles } of members) expect(organizationRoles).toMatchObject([{ name: 'keeper' }])
}

const isCreation = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '/api/users'

describe('a kill', () => {
  it.each([
    ['amid the creations', 70],
    ['at the first', 1],
    ['near the end', 199],
  ])('%s, and --resume: everybody is there once, with what is theirs', async (_, at) => {
    const bent = await scene(crowd(200))
    let running: Running | undefined
    bent.bend = {
      after: (request) => {
        if (isCreation(request) && request.count === at) running?.child.kill('SIGKILL')
        return undefined
      },
    }
    running = bent.begin(importing)
    const killed = await running.finished
    expect(killed.signal).toBe('SIGKILL')
    const resumed = await bent.logto([...importing, '--resume', journalIn(killed.stderr)])
    expect(resumed.stderr).not.toContain('Error')
    expect(resumed.code).toBe(0)
    await expectAll(bent, 200)
    // Nobody whom the server had made was made again: such a creation would have been refused, and told.
    expect(resumed.stdout).toContain(': 200 created')
  })

  it('between a creation and its suspension: that is done first of all', async () => {
    const bent = await scene(crowd(40))
    let running: Running | undefined
    bent.bend = {
      before: ({ path }) => {
        if (!path.endsWith('/is-suspended')) return undefined
        running?.child.kill('SIGKILL')
        return 'cut'
      },
    }
    running = bent.begin([...importing, '--concurrency', '1'])
    const killed = await running.finished
    bent.bend = {}
    const before = bent.seen.length
    const resumed = await bent.logto([...importing, '--concurrency', '1', '--resume', journalIn(killed.stderr)])
    expect(resumed.code).toBe(0)
    const [first] = bent.seen.slice(before).filter(({ method }) => method !== 'GET')
    expect(first?.path).toMatch(/\/is-suspended$/)
    await expectAll(bent, 40)
  })

  it('amid the batches of relations', async () => {
    const bent = await scene(crowd(200))
    let running: Running | undefined
    bent.bend = {
      after: ({ method, path }) => {
        if (method === 'POST' && path === `/api/organizations/${bent.club}/users`) running?.child.kill('SIGKILL')
        return undefined
      },
    }
    running = bent.begin(importing)
    const killed = await running.finished
    bent.bend = {}
    const resumed = await bent.logto([...importing, '--resume', journalIn(killed.stderr)])
    expect(resumed.code).toBe(0)
    await expectAll(bent, 200)
  })
})

describe('a lost answer', () => {
  it('of a creation is looked for: who is there is not made again', async () => {
    const bent = await scene(crowd(60))
    bent.bend = { after: (request) => (isCreation(request) && request.count % 7 === 0 ? 'cut' : undefined) }
    const { code, stdout } = await bent.logto([...importing, '--retries', '0'])
    expect(stdout).toContain('60 people in')
    expect(code).toBe(0)
    await expectAll(bent, 60)
    expect(bent.count('POST /api/users')).toBe(60)
  })

  it('of a batch: one of its people is asked about, and what was carried out is not repeated', async () => {
    const bent = await scene(crowd(60))
    bent.bend = {
      after: ({ method, path, count }) =>
        method === 'POST' && /\/(roles|organizations)\/.*\/users(\/roles)?$/.test(path) && count === 1
          ? { status: 502, body: 'Bad Gateway' }
          : undefined,
    }
    const { code } = await bent.logto([...importing, '--retries', '0'])
    expect(code).toBe(0)
    await expectAll(bent, 60)
    for (const role of bent.roles) expect(bent.count(`POST /api/roles/${role}/users`)).toBe(1)
  })

  it.each([
    ['with another name', { name: 'Somebody else' }],
    ['who has a username', { username: 'stranger' }],
  ])('and a stranger %s signs up with the address: not adopted, and not undone', async (_, stranger) => {
    const bent = await scene('primaryEmail,name\na@example.com,Ann\nb@example.com,Bea\n')
    bent.bend = {
      async before(request) {
        if (!isCreation(request) || !request.body.includes('a@example.com') || request.count > 2) return undefined
        await bent.tenant.call('POST', '/api/users', { primaryEmail: 'a@example.com', ...stranger })
        return 'cut'
      },
    }
    const { code, stdout, stderr } = await bent.logto([...importing, '--retries', '0', '--json'])
    expect(code).toBe(8)
    expect(JSON.parse(stdout).summary).toMatchObject({ created: 1, unclear: 1 })
    bent.bend = {}
    const undone = await bent.logto(['users', 'import', '--undo', journalIn(stderr), '--yes', '--json'])
    expect(JSON.parse(undone.stdout)).toMatchObject({ deleted: 1, created: { unclear: 1 } })
    expect(undone.code).toBe(8)
    expect((await bent.people()).map(({ primaryEmail }) => primaryEmail)).toEqual(['a@example.com'])
  })

  it('again and again, with resets, gateways and limits in between: everybody is there once', async () => {
    const bent = await scene(crowd(90))
    const below = randomFrom(7)
    const chance = (percent: number) => below(100) < percent
    bent.bend = {
      before: () => {
        if (chance(1)) return { status: 429, headers: { 'retry-after': '0' }, body: { code: 'x', message: 'Slow.' } }
        return chance(4) ? 'cut' : undefined
      },
      after: ({ method }) => {
        if (method === 'GET') return undefined
        return chance(5) ? 'cut' : chance(5) ? { status: 502, body: 'Bad Gateway' } : undefined
      },
    }
    const { code, stderr } = await bent.logto([...importing, '--json'], { timeoutMs: 55_000 })
    expect(stderr).not.toContain('"error"')
    expect(code).toBe(0)
    await expectAll(bent, 90)
  })

  it('of a server that is away is waited for', async () => {
    const bent = await scene(crowd(30))
    let cut = 0
    bent.bend = {
      before: (request) => {
        if (cut === 0 && !(isCreation(request) && request.count === 10)) return undefined
        cut += 1
        return cut > 9 ? undefined : 'cut'
      },
    }
    const { code, stderr } = await bent.logto([...importing, '--retries', '0'])
    expect(stderr).toContain('trying again in')
    expect(code).toBe(0)
    await expectAll(bent, 30)
  })
})

describe('a journal', () => {
  it('that is not finished is asked about, belongs to its file, and to one run at a time', async () => {
    const bent = await scene(crowd(40))
    let running: Running | undefined
    bent.bend = {
      after: (request) => {
        if (isCreation(request) && request.count === 5) running?.child.kill('SIGKILL')
        return undefined
      },
    }
    running = bent.begin(importing)
    const journal = journalIn((await running.finished).stderr)
    expect(errorOf(await bent.logto([...importing, '--json']))).toMatchObject({
      code: 'journal.unfinished',
      hint: expect.stringContaining(journal),
    })
    writeFileSync(join(bent.home, 'other.csv'), 'primaryEmail\nx@example.com\n')
    const other = await bent.logto(['users', 'import', 'other.csv', '--yes', '--resume', journal, '--json'])
    expect(errorOf(other).code).toBe('journal.other_run')
    bent.bend = { delayMs: 250 }
    const [before, first] = [bent.seen.length, bent.begin([...importing, '--resume', journal, '--concurrency', '1'])]
    while (!bent.seen.slice(before).some(isCreation)) await wait(20)
    const second = await bent.logto([...importing, '--resume', journal, '--json'])
    expect(errorOf(second).code).toBe('journal.busy')
    expect((await first.finished).code).toBe(0)
    await expectAll(bent, 40)
    expect(errorOf(await bent.logto([...importing, '--resume', journal, '--json'])).code).toBe('journal.finished')
  })

  it('keeps those who were refused before the kill in the file of failed rows, too', async () => {
    const bent = await scene(crowd(40))
    await bent.tenant.call('POST', '/api/users', { primaryEmail: 'p0@example.com' })
    let running: Running | undefined
    bent.bend = {
      after: (request) => {
        if (isCreation(request) && request.count === 25) running?.child.kill('SIGKILL')
        return undefined
      },
    }
    const line = [...importing, '--failed', 'failed.csv', '--concurrency', '2']
    running = bent.begin(line)
    const journal = journalIn((await running.finished).stderr)
    bent.bend = {}
    const resumed = await bent.logto([...line, '--resume', journal])
    expect(resumed.code).toBe(8)
    expect(resumed.stdout).toContain('39 created, 1 not created')
    const failed = readFileSync(join(bent.home, 'failed.csv'), 'utf8')
    expect(failed).toMatch(/\np0@example\.com,.*user\.email_already_in_use/)
  })

  it.skipIf(!canMount())(
    'on a full disk: nobody is made without an intent, and once there is room it goes on',
    async () => {
      const bent = await scene(crowd(400))
      const disk = smallDisk(bent.home, '16k')
      const journal = 'small/journal.jsonl'
      const stopped = await bent.logto([...importing, '--journal', journal])
      expect(stopped).toMatchObject({ code: 8, stderr: expect.stringContaining('cannot be written') })
      const lines = readFileSync(join(disk.path, 'journal.jsonl'), 'utf8').split('\n')
      const intended = lines.filter((line) => line.startsWith('{"do":"create ')).length
      const made = (await bent.people()).length
      expect(made).toBeGreaterThan(10)
      expect(intended).toBeGreaterThanOrEqual(made)
      disk.grow('4m')
      expect((await bent.logto([...importing, '--resume', journal])).code).toBe(0)
      await expectAll(bent, 400)
    },
  )

  it('of two shards at once: everybody once', async () => {
    const bent = await scene(crowd(120))
    const parts = await Promise.all(['1/2', '2/2'].map((part) => bent.logto([...importing, '--shard', part, '--json'])))
    expect(parts.map(({ code }) => code)).toEqual([0, 0])
    const created = parts.map(({ stdout }) => JSON.parse(stdout).summary.created)
    expect(created).toEqual([60, 60])
    await expectAll(bent, 120)
  })
})

describe('--undo', () => {
  it('deletes whom the import has created, and nobody who has made use of it', async () => {
    const bent = await scene(
      'primaryEmail,name\na@example.com,A\nb@example.com,B\nc@example.com,C\nold@example.com,New\n',
    )
    const old = String((await bent.tenant.call('POST', '/api/users', { primaryEmail: 'old@example.com' })).json.id)
    const { stderr, code } = await bent.logto([...importing, '--on-existing', 'update'])
    expect(code).toBe(0)
    const journal = journalIn(stderr)
    const idOf = async (email: string) =>
      String((await bent.people()).find(({ primaryEmail }) => String(primaryEmail) === email)?.id)
    await bent.tenant.call('PATCH', `/api/users/${await idOf('b@example.com')}`, { primaryEmail: 'b2@example.com' })
    const undo = ['users', 'import', '--undo', journal]
    expect(errorOf(await bent.logto([...undo, '--json'])).code).toBe('usage.not_confirmed')
    const shown = await bent.logto([...undo, '--dry-run'])
    expect(shown.stdout).toMatch(
      /^3 people to be deleted, unless they are in use: .*\n {2}1 person who existed .* stay/,
    )
    const undone = await bent.logto([...undo, '--yes'])
    expect(undone.stdout).toMatch(/3 people in [\d.]+ s: 2 deleted, 1 left alone\n {2}left alone: 1 × undo\.changed/)
    expect(undone.stdout).toContain('1 person who existed were changed by the import, and stay so')
    expect(undone.code).toBe(8)
    expect((await bent.people()).map(({ id }) => id)).toContain(old)
    expect((await bent.people()).map(({ primaryEmail }) => primaryEmail).sort()).toEqual([
      'b2@example.com',
      'old@example.com',
    ])
    const used = await bent.logto([...undo, '--yes', '--even-if-used', '--new-run'])
    expect(used.stdout).toContain('1 deleted, 2 gone already')
    expect(used.code).toBe(0)
  })

  it('leaves who has signed in since', async () => {
    const bent = await scene('username,password\nann_1,long-Pass-77\nbea_1,long-Pass-77\n')
    const journal = journalIn((await bent.logto(importing)).stderr)
    const env = { LOGTO_ENDPOINT: bent.tenant.url }
    const toApp = ['--client-id', 'demo-app', '--redirect-uri', `${bent.tenant.url}/demo-app`]
    const signIn = ['experience', 'sign-in', ...toApp, '--identifier', 'username=ann_1', '--password-stdin', '--json']
    const signedIn = await run(signIn, bent.home, { input: 'long-Pass-77\n', env })
    expect(signedIn.code, signedIn.stderr).toBe(0)
    const undone = await bent.logto(['users', 'import', '--undo', journal, '--yes', '--json'])
    expect(undone.code).toBe(8)
    expect(JSON.parse(undone.stdout)).toMatchObject({
      ...{ deleted: 1, kept: 1 },
      reasons: { kept: [{ code: 'undo.signed_in', count: 1 }] },
    })
    expect((await bent.people()).map(({ username }) => username)).toEqual(['ann_1'])
  })

  it('of another tenant, of another job, and with flags of an import is refused', async () => {
    const bent = await scene('primaryEmail\na@example.com\n')
    const journal = journalIn((await bent.logto(importing)).stderr)
    const undo = ['users', 'import', '--undo', journal, '--yes', '--json']
    const elsewhere = await bent.logto(undo, { env: { LOGTO_ENDPOINT: bent.tenant.url } })
    expect(errorOf(elsewhere).code).toBe('journal.other_run')
    expect(errorOf(await bent.logto([...undo, '--roles', 'r0'])).code).toBe('usage.bad_flags')
    const text = readFileSync(journal, 'utf8').replace('users import', 'batch users delete')
    writeFileSync(join(bent.home, 'batch.jsonl'), text)
    const batch = await bent.logto(['users', 'import', '--undo', 'batch.jsonl', '--yes', '--json'])
    expect(errorOf(batch).code).toBe('journal.other_run')
    expect(await bent.people()).toHaveLength(1)
  })
})
