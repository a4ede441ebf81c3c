import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Operation } from '../../call/facts/operation.js'
import { KeptFile } from '../../call/refreshed/kept.js'
import { placeOf } from '../../call/refreshed/name-by-rule.js'
import type { Patient, Situation } from './situation.js'
import type { Finding } from './step.js'
import { tenantOperations } from './tenant-operations.js'

type IndexEntry = Pick<Operation, 'api' | 'method' | 'path'>

/** Whether this program and the tenant know the same operations, by method and path. */
export async function checkDrift(
  { client }: Patient,
  { env, root, settings, documentTimeoutMs }: Situation,
): Promise<Finding<void>> {
  const index = JSON.parse(await readFile(join(root, 'operations', 'index.json'), 'utf8')) as Record<string, IndexEntry>
  const { operations, documented } = await tenantOperations(client, env, {
    retries: settings.retries,
    timeoutMs: documentTimeoutMs,
  })
  if (documented.length === 0) {
    return {
      status: 'warning',
      message: 'the tenant publishes no API documents',
      hint: 'update Logto, or let the paths below /api/.well-known/ through to it',
    }
  }
  const own = Object.entries(index).filter(([, { api }]) => documented.some((each) => each === api))
  const known = new Set(own.map(([, { method, path }]) => placeOf(method, path)))
  const served = new Set(operations.map(anonymous))
  const lacking = operations.filter((each) => !known.has(anonymous(each))).sort()
  const beyond = own.filter(([, { method, path }]) => !served.has(placeOf(method, path)))
  const made = await refreshed(client.tenant.endpoint, env)
  const without = lacking.filter((each) => !made.has(anonymous(each)))
  const details = {
    tenantHas: operations.length,
    programLacks: lacking,
    tenantLacks: beyond.map(([command, { method, path }]) => ({ command, operation: `${method} ${path}` })),
  }
  if (without.length === 0 && beyond.length === 0) {
    const more = lacking.length > 0 ? `, ${lacking.length} of them since \`logto refresh\`` : ''
    return { message: `this program knows all ${operations.length} operations of the tenant${more}`, details }
  }
  return {
    status: 'warning',
    message: [
      ...(without.length > 0 ? [`the tenant has ${counted(without.length)} that this program lacks`] : []),
      ...(beyond.length > 0 ? [`this program has ${counted(beyond.length)} that the tenant lacks`] : []),
    ].join(', and '),
    hint: [
      ...(without.length > 0 ? [`\`logto refresh\` makes commands for them: ${few(without)}`] : []),
      ...(beyond.length > 0 ? [`these will not work here: ${few(beyond.map(([command]) => command))}`] : []),
    ].join('; '),
    details,
  }
}

/** Without the names of its parameters, which differ between versions. */
function anonymous(operation: string): string {
  const [method = '', path = ''] = operation.split(' ')
  return placeOf(method, path)
}

/** The operations for which commands were made. */
async function refreshed(endpoint: URL, env: NodeJS.ProcessEnv): Promise<ReadonlySet<string>> {
  const kept = await new KeptFile(endpoint, env).read()
  return new Set(kept === undefined || kept === 'unreadable' ? [] : Object.keys(kept.names))
}

function counted(count: number): string {
  return `${count} operation${count === 1 ? '' : 's'}`
}

function few(names: readonly string[]): string {
  const rest = names.length - 3
  return [...names.slice(0, 3), ...(rest > 0 ? [`${rest} more (--json lists them)`] : [])].join(', ')
}
