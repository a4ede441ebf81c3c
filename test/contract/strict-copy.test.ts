/** The mock is worth what it refuses: by itself Prism takes names that nobody declared. */

import { beforeAll, describe, expect, it } from 'vitest'
import type { Schema } from '../../src/call/facts/maker/documents.js'
import { branchesOf } from '../../src/call/facts/maker/fields.js'
import { sessionCookie } from '../cli/open-session.js'
import { type Contract, contracts } from './command-facts.js'
import { Prism } from './mock-tenant.js'
import { type Variant, variantsOf } from './variants.js'

const all = await contracts()
let prism: Prism
beforeAll(async () => {
  prism = await Prism.open()
}, 120_000)

interface Change {
  query?: [string, string][]
  body?: unknown
  anonymous?: boolean
  method?: string
}

/** What the mock says of a variant's request after a change. */
async function violations({ documented }: Contract, variant: Variant, change: Change = {}): Promise<string[]> {
  const body = 'body' in change ? change.body : variant.body
  const text = body === undefined ? '' : JSON.stringify(body)
  const judged = await prism.judge({
    method: change.method ?? documented.method,
    path: variant.segments.map(encodeURIComponent).join('/'),
    query: change.query ?? variant.query,
    headers: {
      accept: 'application/json',
      ...(change.anonymous ? {} : { authorization: 'Bearer token', cookie: sessionCookie }),
      ...(text === '' ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    },
    body: text,
  })
  return judged.violations
}

/** Every operation that has such a change, and those whose changed request the mock let pass. */
async function letPass(changesOf: (contract: Contract, variant: Variant) => (Change & { what: string })[]) {
  const passed: string[] = []
  let tried = 0
  for (const contract of all) {
    for (const variant of variantsOf(contract).filter(({ title }) => title.startsWith('every flag'))) {
      for (const change of changesOf(contract, variant)) {
        tried += 1
        if ((await violations(contract, variant, change)).length === 0) {
          passed.push(`${contract.command} (${variant.title}): ${change.what}`)
        }
      }
    }
  }
  return { tried, passed }
}

/** The body of a variant and the schemas of its properties in the branch that the variant stands for. */
function declaredBody({ documented }: Contract, { title, body }: Variant) {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !documented.body) return undefined
  const branch = branchesOf(documented.body.schema)[Number(/\d+$/.exec(title)?.[0] ?? 1) - 1]
  if (!branch?.properties) return undefined
  const { properties, required = [], additionalProperties } = branch
  return { given: body as Record<string, unknown>, properties, required, isOpen: additionalProperties === true }
}

const everyBranch = (schema: Schema, test: (branch: Schema) => boolean) => branchesOf(schema).every(test)

describe('the strict copy of the documents', { timeout: 120_000 }, () => {
  it('takes every JSON request as it should be', async () => {
    const refused: string[] = []
    for (const contract of all.filter(({ documented }) => documented.body?.media !== 'multipart/form-data')) {
      for (const variant of variantsOf(contract).filter(({ merges }) => !merges)) {
        const found = await violations(contract, variant)
        if (found.length > 0) refused.push(`${contract.command}: ${found.join('; ')}`)
      }
    }
    expect(refused).toEqual([])
  })

  it('refuses an unknown query name on every operation', async () => {
    const { tried, passed } = await letPass((_, { query }) => [
      { what: 'noSuchName', query: [...query, ['noSuchName', '1']] },
      { what: 'search_params', query: [...query, ['search_params', '1']] },
    ])
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThanOrEqual(2 * 359)
  })

  it('refuses a search on operations that have none', async () => {
    const { tried, passed } = await letPass(({ operation }, { query }) =>
      operation.search ? [] : [{ what: 'search.name', query: [...query, ['search.name', 'x']] }],
    )
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(300)
  })

  it('refuses a query value outside its closed set or pattern, and a required one left out', async () => {
    const { tried, passed } = await letPass(({ documented }, { query }) =>
      documented.parameters
        .filter((p) => p.in === 'query' && p.name !== 'search_params')
        .flatMap(({ name, required, schema }) => {
          const without = query.filter(([n]) => n !== name)
          const wrong = 'no such value'
          const closed = schema.enum ?? schema.pattern ?? schema.minimum ?? schema.items?.enum
          return [
            ...(closed === undefined ? [] : [{ what: name, query: [...without, [name, wrong] as [string, string]] }]),
            ...(required ? [{ what: `no ${name}`, query: without }] : []),
          ]
        }),
    )
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(60)
  })

  it('refuses an unknown property in every body that has named ones', async () => {
    const { tried, passed } = await letPass((contract, variant) => {
      const body = declaredBody(contract, variant)
      return body && !body.isOpen ? [{ what: 'noSuchProperty', body: { ...body.given, noSuchProperty: 1 } }] : []
    })
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(160)
  })

  it('refuses an unknown property inside an object that has named ones', async () => {
    const { tried, passed } = await letPass((contract, variant) => {
      const body = declaredBody(contract, variant)
      return Object.entries(body?.properties ?? {}).flatMap(([name, schema]) => {
        const inner = body?.given[name]
        // What Logto leaves open beside its named properties: src/call/facts/repairs/open-objects.ts.
        if (!schema.properties || schema.additionalProperties === true || typeof inner !== 'object') return []
        return [{ what: name, body: { ...body?.given, [name]: { ...inner, noSuchProperty: 1 } } }]
      })
    })
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(30)
  })

  it('refuses every required property left out', async () => {
    const { tried, passed } = await letPass((contract, variant) => {
      const body = declaredBody(contract, variant)
      return (body?.required ?? []).map((name) => {
        const { [name]: _, ...rest } = body?.given ?? {}
        return { what: `no ${name}`, body: rest }
      })
    })
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(150)
  })

  it('refuses every property of a wrong type', async () => {
    const scalars = new Set(['string', 'number', 'integer', 'boolean'])
    const { tried, passed } = await letPass((contract, variant) => {
      const body = declaredBody(contract, variant)
      return Object.entries(body?.properties ?? {}).flatMap(([name, schema]) => {
        const wrong = everyBranch(schema, ({ type }) => scalars.has(type ?? ''))
          ? { an: 'object' }
          : everyBranch(schema, ({ type }) => type === 'object' || type === 'array')
            ? 'a text'
            : undefined
        return wrong === undefined ? [] : [{ what: name, body: { ...body?.given, [name]: wrong } }]
      })
    })
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(400)
  })

  it('refuses a text where a number or a switch belongs', async () => {
    const { tried, passed } = await letPass((contract, variant) => {
      const body = declaredBody(contract, variant)
      return Object.entries(body?.properties ?? {}).flatMap(([name, schema]) => {
        const text = schema.type === 'boolean' ? 'true' : schema.type === 'number' ? '1' : undefined
        return text === undefined ? [] : [{ what: name, body: { ...body?.given, [name]: text } }]
      })
    })
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(40)
  })

  it('refuses every value outside a closed set', async () => {
    const { tried, passed } = await letPass((contract, variant) => {
      const body = declaredBody(contract, variant)
      return Object.entries(body?.properties ?? {}).flatMap(([name, schema]) =>
        everyBranch(schema, (b) => b.enum !== undefined)
          ? [{ what: name, body: { ...body?.given, [name]: 'no such value' } }]
          : [],
      )
    })
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(40)
  })

  it('refuses a missing token or cookie wherever the documents ask for one', async () => {
    const { tried, passed } = await letPass(({ operation: { authority } }) =>
      authority === 'none' || authority === 'optional' ? [] : [{ what: 'anonymous', anonymous: true }],
    )
    expect(passed).toEqual([])
    expect(tried).toBeGreaterThan(300)
  })

  it('refuses a path or a method that no operation has', async () => {
    const [contract] = all
    const [variant] = contract ? variantsOf(contract) : []
    if (!contract || !variant) throw new Error('there are no operations')
    expect(await violations(contract, { ...variant, segments: ['', 'api', 'no-such-thing'] })).toHaveLength(1)
    expect(await violations(contract, variant, { method: 'DELETE' })).toHaveLength(1)
  })
})
