import { NotAllowedError } from '../errors.js'
import type { HttpMethod } from '../operation/operation.js'
import { parse } from '../operation/printable.js'
import { refusalOf } from '../operation/refusal.js'
import type { TenantClient } from '../operation/tenant-client.js'

/** The role that Logto seeds for access to the Management API. */
const roleName = 'Logto Management API access'

/**
 * Creates a machine-to-machine application that may call the Management API, and returns its id and a secret.
 * Throws when the role is missing, before anything is created, and what the API refuses.
 */
export async function createMachineApp(client: TenantClient, name: string): Promise<{ id: string; secret: string }> {
  const roles = await call<{ id: string; name: string }[]>(client, 'GET', '/api/roles', {
    query: [
      ['type', 'MachineToMachine'],
      ['search.name', roleName],
      ['mode', 'exact'],
    ],
  })
  const role = roles.find((each) => each.name === roleName)
  if (!role) {
    throw new NotAllowedError(`this tenant has no role '${roleName}'`, {
      code: 'auth.no_management_role',
      hint: 'create a machine-to-machine role with the scope all of the Management API, and an application that has it',
    })
  }
  const body = { name, type: 'MachineToMachine', description: 'Made by logto login --create-app' }
  const { id } = await call<{ id: string }>(client, 'POST', '/api/applications', { body })
  await call(client, 'POST', `/api/applications/${id}/roles`, { body: { roleIds: [role.id] } })
  // The answer of the creation holds no secret that can be used: it is read from the list of secrets.
  const [secret] = await call<{ value: string }[]>(client, 'GET', `/api/applications/${id}/secrets`)
  if (secret) return { id, secret: secret.value }
  const made = await call<{ value: string }>(client, 'POST', `/api/applications/${id}/secrets`, { body: { name } })
  return { id, secret: made.value }
}

async function call<T>(
  client: TenantClient,
  method: HttpMethod,
  path: string,
  { query = [], body }: { query?: [string, string][]; body?: unknown } = {},
): Promise<T> {
  const request = {
    method,
    path,
    query,
    headers: {},
    ...(body ? { body: { kind: 'json' as const, value: body } } : {}),
  }
  const sent = await client.send(request, 'management')
  if (sent.answer.status >= 300) throw refusalOf(sent, { authority: 'management' }, client.tenant)
  return (sent.answer.text === '' ? undefined : parse(sent.answer)) as T
}
