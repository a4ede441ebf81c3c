/** Every operation's command, run as a user runs it, against a mock that holds the request to the documents. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { VerificationMemory } from '../../src/access/auth/verification-record.js'
import { reservedFlags } from '../../src/call/facts/maker/reserved-flags.js'
import { openSessionAt, sessionCookie } from '../cli/open-session.js'
import { hasReference, skipReason } from '../openapi/reference.js'
import { type Contract, contracts } from './command-facts.js'
import { MockTenant, Prism, type Received } from './mock-tenant.js'
import { Pool } from './pool.js'
import { logto } from './run-program.js'
import { servedOperations, unservedNames } from './served-documents.js'
import { picture, uploadOf, type Variant, variantsOf } from './variants.js'

/**
 * What a request may name though Logto's own documents do not: Logto takes these all the same, as recordings of it
 * show. A repair that adds a name must be entered here by hand.
 */
const addedByRepairs: Readonly<Record<string, readonly string[]>> = {
  ListUsers: ['query excludeOrganizationId', 'query excludeRoleId', 'query includePasswordHash'],
  // Served with `[translationKey]` as the one property's name, which stands for any.
  ReplaceCustomPhrase: ['some key'],
  UpdateCustomProfileFieldByName: ['name'],
  // Taken and ignored.
  UpdateResource: ['indicator'],
}

const managementToken = 'management-token'
const userToken = 'user-token'
/** A record that `account step-up` has kept for the user. */
const keptRecord = 'kept-verification-record'
const pngBytes = Buffer.from('89504e470d0a1a0a', 'hex')
const zipBytes = Buffer.from('504b0506000000000000000000000000000000000000', 'hex')

const all = await contracts()
const seen = new Map<string, Received[]>()
const folder = mkdtempSync(join(tmpdir(), 'contract-'))
let tenants: MockTenant[] = []
let pool = new Pool<MockTenant>([])

beforeAll(async () => {
  writeFileSync(join(folder, picture), pngBytes)
  writeFileSync(join(folder, 'site.zip'), zipBytes)
  const prism = await Prism.open()
  tenants = [new MockTenant(prism), new MockTenant(prism)]
  await Promise.all(tenants.map((tenant) => tenant.start()))
  // The commands of a sign-in act on one that is under way.
  await Promise.all(tenants.map(({ endpoint }) => openSessionAt(endpoint, { HOME: folder })))
  for (const { endpoint } of tenants) {
    const memory = new VerificationMemory(['token', endpoint, userToken], { HOME: folder })
    await memory.keep({ id: keptRecord, expiresAt: new Date(Date.now() + 3600_000).toISOString() })
  }
  pool = new Pool(tenants)
}, 120_000)

afterAll(async () => {
  await Promise.all(tenants.map((tenant) => tenant.stop()))
  rmSync(folder, { recursive: true, force: true })
})

it('covers all 359 operations', () => {
  expect(all).toHaveLength(359)
  expect(new Set(all.map(({ documented }) => documented.id)).size).toBe(359)
})

describe.concurrent('the request of each operation', () => {
  it.each(all.map((contract) => [contract.command, contract] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, contract) => {
      const used = new Set<string>()
      // Carried out by other requests than its own: test/cli/answers-that-refuse.test.ts.
      if (contract.operation.memberwise) return
      for (const variant of variantsOf(contract)) {
        for (const word of variant.line) if (word.startsWith('--')) used.add(word.slice(2))
        await checkVariant(contract, variant)
      }
      const ofFlow = flowFlags[contract.command] ?? []
      const untried = contract.flags.filter(
        (flag) =>
          !used.has(flag) &&
          !used.has(`no-${flag}`) &&
          !isCommon(flag) &&
          !ofFlow.includes(flag) &&
          !isOfPart(contract, flag),
      )
      expect(untried, 'flags that no variant used').toEqual([])
    },
  )
})

describe.skipIf(!hasReference)(`held against Logto's own documents${skipReason}`, () => {
  it('names nothing that they do not, but for what the repairs are known to add', () => {
    const served = servedOperations()
    const found: Record<string, string[]> = {}
    for (const { documented } of all) {
      const own = served.get(`${documented.method} ${documented.path}`)
      expect(own, `${documented.method} ${documented.path}`).toBeDefined()
      const names = (seen.get(documented.id) ?? []).flatMap(({ query, body, headers }) =>
        own
          ? unservedNames(own, query, headers['content-type'] === 'application/json' ? JSON.parse(body) : undefined)
          : [],
      )
      if (names.length > 0) found[documented.id] = [...new Set(names)].sort()
    }
    expect(seen.size).toBe(all.filter(({ operation }) => !operation.memberwise).length)
    expect(found).toEqual(addedByRepairs)
  })
})

async function checkVariant(contract: Contract, variant: Variant): Promise<void> {
  const { documented } = contract
  const { outcome, received } = await pool.lend(async (tenant) => {
    tenant.received.length = 0
    const outcome = await logto([...variant.line, '--json', '--retries', '0'], folder, {
      LOGTO_ENDPOINT: tenant.endpoint,
      LOGTO_ACCESS_TOKEN: managementToken,
      LOGTO_USER_TOKEN: userToken,
      LOGTO_KEYCHAIN: 'off',
      HOME: folder,
    })
    return { outcome, received: [...tenant.received] }
  })
  const told = `${variant.title}: logto ${variant.line.join(' ')}\n${outcome.stderr}`
  const violations = received.flatMap((request) => request.violations)
  // Prism makes up what is stored without a look at patterns.
  const madeUp = /must match pattern/
  expect(variant.merges ? violations.filter((v) => !madeUp.test(v)) : violations, told).toEqual([])
  if (variant.merges && violations.length > 0) return
  expect(outcome.code, told).toBe(0)
  expect(() => JSON.parse(outcome.stdout), told).not.toThrow()
  const expected = [...(variant.merges ? ['GET'] : []), documented.method]
  expect(
    received.map(({ method }) => method),
    told,
  ).toEqual(expected)
  const request = received.at(-1)
  if (!request) throw new Error(`nothing was sent: ${told}`)
  seen.set(documented.id, [...(seen.get(documented.id) ?? []), request])

  expect(request.path.split('/').map(decodeURIComponent), told).toEqual(variant.segments)
  expect(request.query.toSorted(), told).toEqual(variant.query.toSorted())
  expect(request.headers, told).toMatchObject(variant.headers)
  const ownCookie = contract.documented.api === 'experience' ? sessionCookie : undefined
  expect(request.headers.cookie, told).toBe(variant.headers.cookie ?? ownCookie)
  for (const { headers } of received) expect(headers.authorization, told).toBe(authorizationFor(contract))
  expect(request.headers['logto-verification-id'], told).toBe(verificationFor(contract, variant))
  expectNoOtherCredential(received, contract, told)
  checkBody(contract, variant, request, told)
}

function checkBody(contract: Contract, { body, merges }: Variant, request: Received, told: string): void {
  const upload = uploadOf(contract)
  if (upload !== undefined) {
    expect(request.headers['content-type'], told).toMatch(/^multipart\/form-data; ?boundary=/)
    expect(request.body, told).toMatch(/^--[^\r\n]+\r\ncontent-disposition: form-data; name="file"; filename=/i)
    expect(request.body, told).toContain((upload === picture ? pngBytes : zipBytes).toString('utf8'))
  } else if (contract.documented.body) {
    expect(request.headers['content-type'], told).toBe('application/json')
    const sent: unknown = JSON.parse(request.body)
    if (merges) expect(sent, told).toMatchObject(body as object)
    else expect(sent, told).toEqual(body)
  } else {
    expect(request.body, told).toBe('')
  }
}

/** From what the documents say of each operation's security, not from the command's own facts. */
function authorizationFor({ documented: { api, security } }: Contract): string | undefined {
  if (api === 'experience' || security.length === 0) return undefined
  return `Bearer ${api === 'user' ? userToken : managementToken}`
}

/** Flags by which a command does more than its operation; they are tested with the flow. */
const flowFlags: Readonly<Record<string, readonly string[]>> = {
  'experience reset-password': ['identifier', 'client-id', 'redirect-uri', 'code-stdin', 'password-stdin'],
}

/** The record that is typed, else the kept one: where the documents declare the header, and nowhere else. */
function verificationFor({ documented }: Contract, { headers }: Variant): string | undefined {
  const isDeclared = documented.parameters.some(({ name }) => name === 'logto-verification-id')
  return isDeclared ? (headers['logto-verification-id'] ?? keptRecord) : undefined
}

/** Neither the other API's token nor a kept record goes anywhere but where it belongs. */
function expectNoOtherCredential(received: readonly Received[], contract: Contract, told: string): void {
  const own = authorizationFor(contract)
  const foreign = [managementToken, userToken].filter((token) => own !== `Bearer ${token}`)
  if (contract.documented.api !== 'user') foreign.push(keptRecord)
  const sent = JSON.stringify(received)
  for (const credential of foreign) expect(sent, told).not.toContain(credential)
}

/** Flags of every command, and the other ways to give a body: they are tested by themselves. */
/** Flags for a part of the body, which another flag gives whole; and `--replace` where no flag makes a part. */
function isOfPart({ operation }: Contract, flag: string): boolean {
  const { fields = {}, shape } = operation.body ?? {}
  return fields[flag]?.within !== undefined || (flag === 'replace' && shape === 'free')
}

function isCommon(flag: string): boolean {
  return reservedFlags.has(flag) && !inputs.has(flag)
}

/** Names that no operation may take for itself, but that are inputs of those that have them. */
const inputs = new Set(['page', 'page-size', 'all', 'limit', 'yes', 'merge', 'replace'])
