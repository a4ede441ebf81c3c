import { NotAllowedError } from '../../base/errors.js'
import { call } from '../../call/operation/call.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'

/** The role that Logto seeds for access to the Management API. */
const roleName = 'Logto Management API access'

/**
 * Creates a machine-to-machine application that may call the Management API, and returns its id and a secret.
 * Throws when the role is missing, before anything is created, and what the API refuses.
 */
export async function createMachineApp(client: TenantClient, name: string): Promise<{ id: string; secret: string }> {
  const roles = await call<{ id: string; name: string }[]>(client, 'management', {
    method: 'GET',
    path: '/api/roles',
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
  const { id } = await call<{ id: string }>(client, 'management', { method: 'POST', path: '/api/applications', body })
  await call(client, 'management', {
    method: 'POST',
    path: `/api/applications/${id}/roles`,
    body: { roleIds: [role.id] },
  })
  const secrets = `/api/applications/${id}/secrets`
  // The answer of the creation holds no secret that can be used: it is read from the list of secrets.
  const [secret] = await call<{ value: string }[]>(client, 'management', { method: 'GET', path: secrets })
  if (secret) return { id, secret: secret.value }
  const made = await call<{ value: string }>(client, 'management', { method: 'POST', path: secrets, body: { name } })
  return { id, secret: made.value }
}
