import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mendDocuments } from '../../src/call/facts/maker/mend.js'
import { allRepairs } from '../../src/call/facts/repairs/all-repairs.js'
import {
  apiNames,
  type Documents,
  operationsOf,
  parameterOf,
  type Schema,
} from '../../src/call/facts/repairs/document.js'
import { applyRepairs } from '../../src/call/facts/repairs/repair.js'
import { schemasOf } from '../../src/call/facts/repairs/schema-walk.js'
import { hasReference, loadDocuments, referenceFolder, skipReason, storedFolder } from './reference.js'

const stored = loadDocuments(storedFolder)

describe('the stored documents', () => {
  it('hold the whole of the three APIs, each operation under an id of its own', () => {
    const ids = [...operationsOf(stored)].map(({ operation }) => operation.operationId)
    expect(ids.length).toBe(359)
    expect(new Set(ids).size).toBe(359)
  })

  it('hold no prose: descriptions are status phrases, nothing is summed up or shown by example', () => {
    const sentences: string[] = []
    for (const api of apiNames)
      collectProse(JSON.parse(readFileSync(join(storedFolder, `${api}.json`), 'utf8')), [], sentences)
    expect(sentences).toEqual([])
  })
})

/** Goes by the keys, so it knows a property that is named `description` from a description: the value is a text. */
function collectProse(node: unknown, path: string[], found: string[]): void {
  if (typeof node !== 'object' || node === null) return
  for (const [key, value] of Object.entries(node)) {
    const isText = typeof value === 'string'
    const isTitle = key === 'title' && path.join() === 'info'
    const isProse =
      isText &&
      (key === 'summary' || (key === 'title' && !isTitle) || (key === 'description' && value.split(' ').length > 3))
    if (isProse || ((key === 'example' || key === 'externalDocs') && path.at(-1) !== 'properties'))
      found.push([...path, key].join('/'))
    collectProse(value, [...path, key], found)
  }
}

describe('the stored documents', () => {
  it('stay as they are when they are mended again: a fault that Logto mends itself is left alone', () => {
    expect(mendDocuments(stored).documents).toEqual(stored)
  })
})

describe.skipIf(!hasReference)(`nothing of Logto's documents is lost${skipReason}`, () => {
  const raw = hasReference ? loadDocuments(join(referenceFolder, 'openapi')) : stored

  it('is what a pull of the reference gives', () => {
    expect(mendDocuments(raw).documents).toEqual(stored)
  })

  it('uses every repair: none is stale', () => {
    const stale = applyRepairs(structuredClone(raw), allRepairs).flatMap(({ name, stale }) =>
      stale.map((what) => `${name}: ${what}`),
    )
    expect(stale).toEqual([])
  })

  it('keeps every operation, with its method, path, id and tags', () => {
    const list = (documents: Documents) =>
      [...operationsOf(documents)].map(
        ({ api, method, path, operation: { operationId, tags } }) => `${api} ${method} ${path} ${operationId} ${tags}`,
      )
    expect(list(stored).sort()).toEqual(list(raw).sort())
  })

  it('keeps every parameter', () => {
    expect(missing(parameterNames(raw), parameterNames(stored))).toEqual([])
  })

  it('keeps every property, type, bound, default and enum value, but for what a repair takes away', () => {
    expect(
      missing(schemaFacts(raw), schemaFacts(stored)).filter((fact) => !takenAway.some((reason) => reason.test(fact))),
    ).toEqual([])
  })
})

/** Facts that are wrong in Logto's documents and go on purpose. */
const takenAway: RegExp[] = [
  // Any JSON value: the list of all its types becomes an open schema.
  /(rawData|contextSample|event|^TestAction answer ) (type|nullable) /,
  /(redirectUris|postLogoutRedirectUris|deleteAccountUrl) type object$/,
  /(usernamePolicy|encryption) (type object|nullable true)$/,
  /acsUrl type string$/,
  /^ListSamlApplicationSecrets answer expiresAt type string$/,
  // A whole number is a number, said more precisely.
  /^GetUsernameCaseSensitivityConflicts parameter limit type number$/,
  // Dropped by the server, or worse: see stored-bodies.ts.
  / body tenantId( |$)/,
  /^(CreateHook|CreateOrganization) body createdAt( |$)/,
  / body accessTokenTtl type number$/,
  // Misspelt in prose.
  /^AddMfaVerification body type value "TOTP"$/,
  // Stands for any name.
  / shared \[translationKey\]$/,
]

function missing(before: Set<string>, after: Set<string>): string[] {
  return [...before].filter((fact) => !after.has(fact))
}

function parameterNames(documents: Documents): Set<string> {
  const names = [...operationsOf(documents)].flatMap(({ api, operation }) =>
    (operation.parameters ?? []).map((entry) => {
      const parameter = parameterOf(documents[api], entry)
      return `${operation.operationId} ${parameter?.in} ${parameter?.name}`
    }),
  )
  return new Set(names)
}

const bounds = [
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'default',
  'deprecated',
  'nullable',
] as const

function schemaFacts(documents: Documents): Set<string> {
  const facts = new Set<string>()
  for (const { schema, use, operationId, names } of schemasOf(documents)) {
    const place = `${operationId} ${use} ${names.join('.')}`
    facts.add(place)
    if (schema.type) facts.add(`${place} type ${schema.type}`)
    for (const bound of bounds)
      if (schema[bound] !== undefined) facts.add(`${place} ${bound} ${JSON.stringify(schema[bound])}`)
    for (const value of [...(schema.enum ?? []), ...literals(schema)])
      facts.add(`${place} value ${JSON.stringify(value)}`)
  }
  return facts
}

/** A literal in `format` is a value like one of an enum. */
function literals({ format }: Schema): unknown[] {
  return format && /^("[^"]*"|true|false)$/.test(format) ? [JSON.parse(format)] : []
}
