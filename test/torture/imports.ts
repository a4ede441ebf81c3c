/** An import of people with roles and organizations that is killed again and again, each time at a random moment. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { start } from '../cli/run.js'
import { startBent } from '../jobs/import/bent-sandbox.js'
import type { Json } from '../sandbox/client.js'
import type { Judge } from './batches.js'
import { randomFrom } from './random.js'

/**
 * Kills `count` times and resumes each time. In the end everybody must be there once with what is theirs, and nothing that
 * the tenant had carried out may have been asked for again.
 */
export async function importKills(count: number, people: number, seed: number, judge: Judge): Promise<void> {
  const bent = await startBent()
  const below = randomFrom(seed)
  const id = async (path: string, body: object) => String((await bent.tenant.call('POST', path, body)).json.id)
  const roles: string[] = []
  for (const name of ['r0', 'r1', 'r2']) roles.push(await id('/api/roles', { name, description: name }))
  const organizations: string[] = []
  for (const name of ['o0', 'o1']) organizations.push(await id('/api/organizations', { name }))
  await id('/api/organization-roles', { name: 'keeper' })
  const row = (i: number) => `p${i}@example.com,r${i % 3},o${i % 2}:keeper,${i % 50 === 0 ? 'true' : ''}\n`
  const file = join(bent.home, 'people.csv')
  const rows = Array.from({ length: people }, (_, i) => row(i)).join('')
  writeFileSync(file, `primaryEmail,roles,organizationRoles,isSuspended\n${rows}`)

  /** What the tenant carried out, by what it was: everything but the creations, which it refuses itself the second time. */
  const carriedOut = new Map<string, number>()
  let [refused, written] = [0, 0]
  bent.bend = {
    async before() {
      await wait(2)
      return undefined
    },
    after({ method, path, body }, answer) {
      if (method === 'GET') return undefined
      written += 1
      if (typeof answer.code === 'string') refused += 1
      else for (const what of parts(method, path, body)) carriedOut.set(what, (carriedOut.get(what) ?? 0) + 1)
      return undefined
    },
  }
  const journal = join(bent.home, 'journal.jsonl')
  const words = ['users', 'import', file, '--yes', '-o', 'json', '--rate', '400']
  const env = { LOGTO_ENDPOINT: bent.endpoint, LOGTO_ACCESS_TOKEN: bent.tenant.token }
  let killed = 0
  for (let run = 0; ; run++) {
    const place = run === 0 ? ['--journal', journal] : ['--resume', journal]
    const { child, finished } = start([...words, ...place], bent.home, { env, timeoutMs: 600_000 })
    const begun = written
    const killer = (async () => {
      if (killed >= count) return
      for (const end = Date.now() + 20_000; written <= begun && Date.now() < end && child.exitCode === null; )
        await wait(1)
      await wait(below(Math.max(20, (2 * 1000 * people) / 400 / count)))
      if (child.kill('SIGKILL')) killed += 1
    })()
    const { code, signal, stdout, stderr } = await finished
    await killer
    if (signal !== null) continue
    const summary = code === 0 ? (JSON.parse(stdout) as { summary: Record<string, number> }).summary : {}
    judge(
      `an import killed ${killed} times ends with ${code}: ${summary.created} created ${code === 0 ? '' : stderr}`,
      code === 0,
    )
    break
  }
  const there = await bent.people()
  const once = new Set(there.map(({ primaryEmail }) => String(primaryEmail))).size
  judge(`${there.length} people, ${once} of them once`, there.length === people && once === people)
  const suspended = there.filter(({ isSuspended }) => isSuspended).length
  judge(`${suspended} are suspended`, suspended === Math.ceil(people / 50))
  for (const [i, role] of roles.entries()) {
    const { headers } = await bent.tenant.call('GET', `/api/roles/${role}/users?page_size=1`)
    const held = Number(headers.get('total-number'))
    judge(`role r${i}: ${held} people`, held === Math.floor((people + 2 - i) / 3))
  }
  for (const [i, organization] of organizations.entries()) {
    const members: Json[] = []
    for (let page = 1; members.length === (page - 1) * 100; page++) {
      const { json } = await bent.tenant.call(
        'GET',
        `/api/organizations/${organization}/users?page=${page}&page_size=100`,
      )
      members.push(...(json as unknown as Json[]))
    }
    const keepers = members.filter((one) => JSON.stringify(one.organizationRoles).includes('keeper')).length
    const wanted = Math.floor((people + 1 - i) / 2)
    judge(
      `organization o${i}: ${members.length} members, ${keepers} keepers`,
      members.length === wanted && keepers === wanted,
    )
  }
  const doubled = [...carriedOut.values()].filter((times) => times > 1).length
  judge(`${refused} requests refused, ${doubled} things asked for again that were done`, refused === 0 && doubled === 0)
  await bent.close()
}

/** What a request does, each thing by itself: a batch gives something to many people. */
function parts(method: string, path: string, body: string): string[] {
  const given = (body === '' ? {} : JSON.parse(body)) as { userIds?: string[]; primaryEmail?: string }
  if (given.userIds) return given.userIds.map((user) => `${method} ${path} ${user}`)
  return [`${method} ${path} ${given.primaryEmail ?? ''}`]
}
