/** The order of an apply: what is created waits for what it names, and for nothing else. */

import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { RefusedError } from '../../../src/base/errors.js'
import { runActions } from '../../../src/jobs/tenant/apply/run.js'
import { allKinds } from '../../../src/jobs/tenant/kinds/all.js'
import type { Api } from '../../../src/jobs/tenant/model/api.js'
import type { KindFacts } from '../../../src/jobs/tenant/model/facts.js'
import { Names } from '../../../src/jobs/tenant/model/names.js'
import type { Action, Creation } from '../../../src/jobs/tenant/plan/action.js'
import { factsOfAll } from '../../../src/jobs/tenant/prepare.js'

const root = join(import.meta.dirname, '..', '..', '..')
let facts: ReadonlyMap<string, KindFacts>

beforeAll(async () => {
  facts = new Map((await factsOfAll(allKinds, root)).map((own) => [own.kind.name, own]))
})

function creation(kind: string, name: string, wish: Record<string, unknown> = {}, parentKey?: string): Creation {
  const key = parentKey === undefined ? name : `${parentKey} ${name}`
  return { do: 'create', kind, key, name, parentKey, wish, differences: [] }
}

/**
 * Applies actions to a tenant in which `late` is answered only when a request that begins with `after` has been; tells the
 * order in which requests began and ended.
 */
async function applied(
  actions: readonly Action[],
  { late, after, refused }: { late?: string; after?: string; refused?: string },
) {
  let open = () => {}
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const times = new Map<string, { began: number; ended: number }>()
  let [turn, made] = [0, 0]
  const write = async (command: string, ids: readonly string[], body: Record<string, unknown>) => {
    const request = [command, ...ids, String(body?.indicator ?? body?.name ?? '')].join(' ').trim()
    const time = { began: turn++, ended: 0 }
    times.set(request, time)
    await (request === late ? gate : wait(1))
    time.ended = turn++
    if (after !== undefined && request.startsWith(after)) open()
    if (request === refused) throw new RefusedError('no', { code: 'entity.refused' })
    made += 1
    return { id: `${command.split(' ')[0]}-${made}` }
  }
  const stored = async () => ({ id: 'old', name: 'Old', indicator: 'https://old.example.com' })
  const operation = async (command: string) => ({ path: command.includes('scope') ? '/api/{id}/scopes' : '/api/all' })
  const api = { write, one: stored, rows: async () => [], operation }
  const work = {
    ...{ api: api as unknown as Api, names: new Names(), seen: new Map() },
    paths: new Map([['resources\nhttps://old.example.com', ['old']]]),
  }
  const { jobs, stopped } = await runActions(actions, facts, work, ({ perform }) => perform())
  return { times, stopped, outcomes: jobs.map(({ action, outcome }) => `${action.key}: ${outcome?.as}`) }
}

const [slow, quick] = ['https://slow.example.com', 'https://quick.example.com']
const twoResources = [
  creation('resources', slow, { name: 'Slow' }),
  creation('resources', quick, { name: 'Quick' }),
  creation('scopes', 'read', {}, slow),
  creation('scopes', 'read', {}, quick),
  creation('roles', 'Reader', { type: 'User', scopes: [`${quick} read`] }),
]

describe('an apply', () => {
  it('makes a scope as soon as its resource is there, and a role gets it while others are on their way', async () => {
    const { times, outcomes } = await applied(twoResources, {
      late: `resources create ${slow}`,
      after: 'roles add-scopes',
    })
    const of = (start: string) =>
      [...times].find(([request]) => request.startsWith(start))?.[1] ?? { began: NaN, ended: NaN }
    const late = of(`resources create ${slow}`).ended
    const [first, second] = [...times].filter(([request]) => request.startsWith('resources create-scope'))
    expect(first?.[1].began).toBeGreaterThan(of(`resources create ${quick}`).ended)
    expect(first?.[1].ended).toBeLessThan(late)
    expect(second?.[1].began).toBeGreaterThan(late)
    expect(of('roles create').began).toBeLessThan(late)
    expect(of('roles add-scopes').began).toBeGreaterThan(Math.max(of('roles create').ended, first?.[1].ended ?? NaN))
    expect(of('roles add-scopes').ended).toBeLessThan(late)
    expect(outcomes.every((line) => line.endsWith('done'))).toBe(true)
  })

  it('leaves what belongs to a refused one, and makes the rest', async () => {
    const { outcomes, stopped } = await applied(twoResources, { refused: `resources create ${quick}` })
    expect(stopped).toBeUndefined()
    expect(outcomes).toEqual([
      `${slow}: done`,
      `${quick}: refused`,
      `${slow} read: done`,
      `${quick} read: untried`,
      'Reader: untried',
    ])
  })

  it('lets nothing go before a change that stands before it', async () => {
    const change: Action = {
      ...{
        do: 'change',
        kind: 'resources',
        key: 'https://old.example.com',
        name: 'https://old.example.com',
        id: 'old',
      },
      ...{ wish: { name: 'New' }, differences: [] },
    }
    const { times } = await applied([change, creation('roles', 'Reader', { type: 'User' })], {})
    const [changed, made] = [...times.values()]
    expect(times.size).toBe(2)
    expect(made?.began).toBeGreaterThan(changed?.ended ?? NaN)
  })
})
