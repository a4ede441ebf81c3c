import { collectionAt } from './collections.js'
import { invalidInput } from './columns.js'
import { connectorRules } from './connector-rules.js'
import { constraintViolated, missing, Refusal, ServerFault, unknownReference } from './refusal.js'
import type { Rules } from './rule.js'
import { ssoRules } from './sso-rules.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'
import { userRules } from './user-rules.js'

const secretsPath = '/api/applications/{}/secrets'
const hasSecrets = (application: Row) =>
  ['Traditional', 'MachineToMachine', 'Protected'].includes(String(application.type))

export const rules: Readonly<Record<string, Rules>> = {
  users: userRules,
  applications: {
    prepare(body, tenant, _, row) {
      const metadata = body.customClientMetadata as Row | undefined
      if (row?.type === 'SAML' || (!row && body.type === 'SAML')) {
        throw new Refusal(400, 'application.saml.use_saml_app_api', 'SAML applications have their own API.')
      }
      const stored = (row?.customClientMetadata ?? {}) as Row
      if (row && metadata && metadata.isDeviceFlow !== stored.isDeviceFlow) {
        throw new Refusal(422, 'application.device_flow_not_changeable', 'The device flow is chosen at creation only.')
      }
      if (!row && metadata?.isDeviceFlow && body.type !== 'Native') {
        throw new Refusal(422, 'application.device_flow_native_only', 'The device flow is for native applications.')
      }
      if (body.isThirdParty && !['Traditional', 'SPA', 'Native'].includes(String(body.type))) {
        throw new Refusal(400, 'application.invalid_third_party_application_type', 'This type cannot be third-party.')
      }
      if (row && body.appLevelAccessControlEnabled === true && !hasAccessRules(row, tenant)) {
        throw new Refusal(422, 'request.invalid_input', 'There has to be a rule before the rules are switched on.')
      }
      return body
    },
    made(row, _, tenant) {
      if (hasSecrets(row)) tenant.insert(collectionAt(secretsPath), { name: 'Default secret' }, String(row.id))
    },
    beforeDelete(row) {
      if (row.type === 'SAML') {
        throw new Refusal(400, 'application.saml.use_saml_app_api', 'SAML applications have their own API.')
      }
    },
  },
  application_secrets: {
    prepare(body, _, owner) {
      refusePast(body.expiresAt)
      if (hasSecrets(owner)) return body
      throw constraintViolated()
    },
  },
  personal_access_tokens: {
    prepare(body) {
      refusePast(body.expiresAt)
      return body
    },
  },
  roles: {
    prepare: (body) => without(body, 'scopeIds'),
    // Only now: a role whose permissions are refused has been made.
    made(row, { scopeIds }, tenant) {
      if (scopeIds === undefined) return
      const ids = scopeIds as string[]
      for (const id of ids) if (!tenant.table('scopes').get(id)) throw missing('with_id', 'scopes', id)
      checkRoleScopes(String(row.type), ids, tenant)
      if (ids.length === 0) throw invalidInput()
      if (new Set(ids).size < ids.length) throw new ServerFault()
      relate(tenant, 'roleScopes', row, ids)
    },
  },
  organization_roles: {
    prepare(body, tenant) {
      checkKnown(tenant, 'organization_scopes', body.organizationScopeIds)
      checkKnown(tenant, 'scopes', body.resourceScopeIds)
      return without(body, 'organizationScopeIds', 'resourceScopeIds')
    },
    made(row, body, tenant) {
      relate(tenant, 'organizationRoleScopes', row, body.organizationScopeIds)
      relate(tenant, 'organizationRoleResourceScopes', row, body.resourceScopeIds)
    },
  },
  // The indicator of a resource cannot be changed: it is left out.
  resources: { prepare: (body, _, __, row) => (row ? without(body, 'indicator') : body) },
  scopes: {
    prepare(body) {
      if (!/\s/.test(String(body.name ?? ''))) return body
      throw new Refusal(400, 'scope.name_with_space', 'The name of a scope has no spaces.')
    },
  },
  organization_invitations: {
    prepare(body, tenant) {
      refusePast(body.expiresAt)
      checkKnown(tenant, 'organizations', [body.organizationId])
      checkKnown(tenant, 'organization_roles', body.organizationRoleIds)
      const isPending = (row: Row) =>
        row.status === 'Pending' && row.invitee === body.invitee && row.organizationId === body.organizationId
      if (tenant.table('organization_invitations').rows.some(isPending)) {
        throw new Refusal(422, 'entity.unique_integrity_violation', 'There is such an invitation already.')
      }
      return without(body, 'messagePayload')
    },
  },
  one_time_tokens: {
    prepare: (body) => ({
      ...without(body, 'expiresIn'),
      expiresAt: Date.now() + Number(body.expiresIn ?? 600) * 1000,
    }),
  },
  connectors: connectorRules,
  sso_connectors: ssoRules,
  hooks: {
    prepare(body, _, __, row) {
      const events = body.events as string[] | undefined
      if (row || body.event || events) return events ? { ...body, events: [...new Set(events)] } : body
      throw new Refusal(400, 'hook.missing_events', 'A hook needs events.')
    },
  },
  domains: {
    prepare: (body) => ({ ...body, dnsRecords: [{ name: body.domain, type: 'CNAME', value: 'sandbox.example.com' }] }),
  },
  custom_profile_fields: {
    prepare(body, tenant, _, row) {
      if (!/^[A-Za-z0-9]+$/.test(String(body.name ?? row?.name))) {
        throw new Refusal(400, 'custom_profile_fields.invalid_name', 'A field name is made of letters and digits.')
      }
      if (!row && signInIdentifiers.has(String(body.name))) {
        const code = 'custom_profile_fields.name_conflict_sign_in_identifier'
        throw new Refusal(400, code, 'The name is that of a sign-in identifier.')
      }
      // Only the operation that orders them moves a field.
      const given = without(body, 'sieOrder')
      const orders = tenant.table('custom_profile_fields').rows.map(({ sieOrder }) => Number(sieOrder))
      return row ? given : { ...given, sieOrder: Math.max(0, ...orders) + 1 }
    },
    // The settings that name it forget it.
    beforeDelete({ name }, tenant) {
      for (const [path, property] of fieldLists) {
        const settings = tenant.documents.get(path) as Row | undefined
        const fields = settings?.[property]
        if (!Array.isArray(fields)) continue
        tenant.documents.set(path, { ...settings, [property]: fields.filter((field: Row) => field.name !== name) })
      }
    },
  },
  saml_secrets: {
    beforeDelete(row) {
      if (row.active) throw new Refusal(400, 'application.saml.can_not_delete_active_secret', 'The secret is in use.')
    },
  },
  signing_keys: {
    beforeDelete(row) {
      if (row.active) throw new Refusal(400, 'single_sign_on.can_not_delete_active_signing_key', 'The key is in use.')
    },
  },
}

const signInIdentifiers = new Set(['username', 'email', 'phone'])

/** Settings that name profile fields. */
const fieldLists = [
  ['/api/sign-in-exp', 'signUpProfileFields'],
  ['/api/account-center', 'profileFields'],
] as const

function hasAccessRules({ id }: Row, tenant: Tenant): boolean {
  const rules = tenant.documents.get(`/api/applications/${id}/access-control`) as Row | undefined
  return Object.values(rules ?? {}).some((list) => Array.isArray(list) && list.length > 0)
}

/** Management API permissions are for machines only. */
export function checkRoleScopes(type: string, scopeIds: readonly string[], tenant: Tenant): void {
  const management = scopeIds.some((id) => tenant.table('scopes').get(id)?.resourceId === 'management-api')
  if (type !== 'User' || !management) return
  const code = 'role.management_api_scopes_not_assignable_to_user_role'
  throw new Refusal(400, code, 'A role for people cannot hold Management API permissions.')
}

function refusePast(expiresAt: unknown): void {
  if (typeof expiresAt !== 'number' || expiresAt > Date.now()) return
  throw new Refusal(400, 'request.invalid_input', 'The time at which it expires is over already.')
}

/** Refuses ids that a foreign key would not find. */
function checkKnown(tenant: Tenant, table: string, ids: unknown): void {
  const known = ((ids ?? []) as string[]).every((id) => tenant.table(table).get(id))
  if (!known) throw unknownReference(422)
}

function relate(tenant: Tenant, link: string, row: Row, ids: unknown): void {
  for (const id of (ids ?? []) as string[]) tenant.links(link).add(String(row.id), id)
}

function without(body: Row, ...names: string[]): Row {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}
