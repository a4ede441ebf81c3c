/** The commands that `logto refresh` makes of a newer Logto, run as a user runs them, against its documents. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedOperations } from '../../generate/stored-documents.js'
import { mendDocuments } from '../../src/call/facts/maker/mend.js'
import type { Operation } from '../../src/call/facts/operation.js'
import { apiNames } from '../../src/call/facts/repairs/document.js'
import { flagsOf } from '../../src/call/operation/oclif-shape.js'
import { KeptFile } from '../../src/call/refreshed/kept.js'
import { TenantCommands } from '../../src/call/refreshed/tenant-commands.js'
import { openSessionAt } from '../cli/open-session.js'
import { newerDocuments, newOperations } from '../jobs/refresh/newer-documents.js'
import { hasReference, loadDocuments, referenceFolder } from '../openapi/reference.js'
import { type Contract, root } from './command-facts.js'
import { MockTenant, Prism } from './mock-tenant.js'
import { logto } from './run-program.js'
import { variantsOf } from './variants.js'

const newerReference = join(referenceFolder, 'openapi-newer')
const isReference = hasReference
const folder = mkdtempSync(join(tmpdir(), 'refreshed-contract-'))
const documents = join(folder, 'documents')
const home = join(folder, 'home')
let tenant: MockTenant
let contracts: Contract[] = []

function env(): Record<string, string> {
  return {
    ...{ LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'management-token', LOGTO_USER_TOKEN: 'user-token' },
    ...{ LOGTO_KEYCHAIN: 'off', HOME: home },
  }
}

beforeAll(async () => {
  mkdirSync(documents)
  mkdirSync(home)
  const raw = isReference ? loadDocuments(newerReference) : newerDocuments()
  // What judges a request is the document itself, mended as the stored ones are.
  const mended = mendDocuments(raw).documents
  for (const api of apiNames) writeFileSync(join(documents, `${api}.json`), JSON.stringify(mended[api]))
  const given = join(folder, 'given')
  mkdirSync(given)
  for (const api of apiNames) writeFileSync(join(given, `${api}.json`), JSON.stringify(raw[api]))
  tenant = new MockTenant(await Prism.open(documents))
  await tenant.start()
  await openSessionAt(tenant.endpoint, { HOME: home })
  const refreshed = await logto(['refresh', '--from', given, '--json'], folder, env())
  expect(refreshed.code, refreshed.stderr).toBe(0)
  contracts = await contractsOf()
}, 120_000)

afterAll(async () => {
  await tenant.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The made commands as the program reads them again. */
async function contractsOf(): Promise<Contract[]> {
  const kept = await new KeptFile(new URL(tenant.endpoint), { HOME: home }).read()
  if (kept === undefined || kept === 'unreadable') throw new Error('nothing was kept')
  const documented = new Map(storedOperations(new URL(`file://${documents}/`)).map((one) => [one.id, one]))
  return new TenantCommands(kept, root).made().map(({ command, operation }) => {
    const own = documented.get(operation.id)
    if (!own) throw new Error(`${operation.id} is in no document`)
    return { command, operation, documented: own, flags: Object.keys(flagsOf(operation)) }
  })
}

describe('each of the eight', () => {
  it.each(Object.entries(newOperations))(
    '%s is a command that the document takes',
    { timeout: 120_000 },
    async (id, command) => {
      const contract = contracts.find(({ documented }) => documented.id === id)
      expect(contract?.command).toBe(command)
      if (!contract) return
      for (const variant of variantsOf(contract)) {
        tenant.received.length = 0
        const outcome = await logto([...variant.line, '--json', '--retries', '0'], folder, env())
        const told = `${variant.title}: logto ${variant.line.join(' ')}\n${outcome.stderr}`
        expect(
          tenant.received.flatMap(({ violations }) => violations),
          told,
        ).toEqual([])
        expect(outcome.code, told).toBe(0)
        const [request] = tenant.received
        expect(request?.method, told).toBe(contract.documented.method)
        expect(request?.path.split('/').map(decodeURIComponent), told).toEqual(variant.segments)
        expect(request?.query.toSorted(), told).toEqual(variant.query.toSorted())
        if (variant.body !== undefined) expect(JSON.parse(request?.body ?? ''), told).toEqual(variant.body)
        expect(request?.headers.authorization, told).toBe(authorizationFor(contract.operation))
      }
    },
  )

  it('has a page that a script reads, whose example the document takes', { timeout: 60_000 }, async () => {
    for (const { operation, documented } of contracts.filter(
      ({ operation: { authority } }) => authority === 'management',
    )) {
      const lua = documented.id.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
      const read = await logto(['lua', '--eval', 'print(docs.read(arg[1]))', lua], folder, env())
      expect(read.stdout, read.stderr).toContain('from the')
      const example = /EXAMPLE\n([\s\S]*)/.exec(read.stdout)?.[1] ?? ''
      tenant.received.length = 0
      const ended = await logto(['lua', '--eval', example, '--yes'], folder, env())
      expect(ended.code, `${example}\n${ended.stderr}`).toBe(0)
      expect(tenant.received, example).toMatchObject([{ method: operation.method, violations: [] }])
    }
  })
})

function authorizationFor({ authority }: Operation): string | undefined {
  if (authority === 'interaction') return undefined
  return authority === 'user' ? 'Bearer user-token' : 'Bearer management-token'
}
