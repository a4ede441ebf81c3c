import { collectionAt } from './collections.js'
import { hashed } from './identity/passwords.js'
import { Refusal, unknownReference } from './refusal.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

const secretsPath = '/api/applications/{}/secrets'
const hasSecrets = (application: Row) =>
  ['Traditional', 'MachineToMachine', 'Protected'].includes(String(application.type))

/** What a table wants beyond the schema: each may refuse by throwing, `prepare` gives what is to be stored. */
export interface Rules {
  /** Before a row is made (no `row`) or changed. Returns the properties to store. */
  prepare?(body: Row, tenant: Tenant, owner: Row, row?: Row): Row
  /** After a row was made, with the body it was made from. */
  made?(row: Row, body: Row, tenant: Tenant): void
  beforeDelete?(row: Row): void
}

export const rules: Readonly<Record<string, Rules>> = {
  users: {
    prepare(body, _, __, row) {
      if (body.primaryPhone && !/^\d{7,15}$/.test(String(body.primaryPhone))) {
        throw new Refusal(422, 'user.invalid_phone', 'That is not a phone number.', { data: { name: 'ParseError' } })
      }
      const { password, passwordDigest, passwordAlgorithm, ...rest } = body
      for (const name of ['username', 'primaryEmail', 'primaryPhone']) if (rest[name] === '') rest[name] = null
      if (row) return { ...rest, updatedAt: Date.now() }
      if (password !== undefined) return { ...rest, hasPassword: true, hidden: hashed(String(password)) }
      if (passwordDigest === undefined) return rest
      return { ...rest, hasPassword: true, hidden: { passwordDigest, passwordAlgorithm } }
    },
  },
  applications: {
    prepare(body, _, __, row) {
      const metadata = body.customClientMetadata as Row | undefined
      if (row?.type === 'SAML') {
        throw new Refusal(400, 'application.saml.use_saml_app_api', 'SAML applications have their own API.')
      }
      if (row && metadata && 'isDeviceFlow' in metadata) {
        throw new Refusal(422, 'application.device_flow_not_changeable', 'The device flow is chosen at creation only.')
      }
      if (metadata?.isDeviceFlow && body.type !== 'Native') {
        throw new Refusal(422, 'application.device_flow_native_only', 'The device flow is for native applications.')
      }
      if (body.isThirdParty && !['Traditional', 'SPA', 'Native'].includes(String(body.type))) {
        throw new Refusal(400, 'application.invalid_third_party_application_type', 'This type cannot be third-party.')
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
      if (hasSecrets(owner)) return body
      throw new Refusal(422, 'entity.db_constraint_violated', 'This type of application has no secrets.')
    },
  },
  roles: {
    prepare(body, tenant, _, row) {
      checkRoleScopes((row?.type ?? body.type ?? 'User') as string, (body.scopeIds ?? []) as string[], tenant)
      return without(body, 'scopeIds')
    },
    made: (row, body, tenant) => relate(tenant, 'roleScopes', row, body.scopeIds),
  },
  organization_roles: {
    prepare: (body) => without(body, 'organizationScopeIds', 'resourceScopeIds'),
    made(row, body, tenant) {
      relate(tenant, 'organizationRoleScopes', row, body.organizationScopeIds)
      relate(tenant, 'organizationRoleResourceScopes', row, body.resourceScopeIds)
    },
  },
  scopes: {
    prepare(body) {
      if (!/\s/.test(String(body.name ?? ''))) return body
      throw new Refusal(400, 'scope.name_with_space', 'The name of a scope has no spaces.')
    },
  },
  organization_invitations: {
    prepare(body, tenant) {
      if (!tenant.table('organizations').get(String(body.organizationId))) throw unknownReference(422)
      const roles = (body.organizationRoleIds ?? []) as string[]
      if (roles.some((id) => !tenant.table('organization_roles').get(id))) throw unknownReference(422)
      return without(body, 'messagePayload')
    },
  },
  one_time_tokens: {
    prepare: (body) => ({
      ...without(body, 'expiresIn'),
      expiresAt: Date.now() + Number(body.expiresIn ?? 600) * 1000,
    }),
  },
  connectors: {
    prepare(body, _, __, row) {
      const metadata = (body.metadata ?? {}) as Row
      const kind = { target: metadata.target ?? row?.target ?? body.connectorId }
      return row ? { ...body, ...kind } : { ...body, ...kind, type: connectorType(String(body.connectorId)) }
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
      return row ? body : { sieOrder: tenant.table('custom_profile_fields').rows.length + 1, ...body }
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

/** Logto tells the type by the factory; the sandbox has none and goes by its name. */
function connectorType(factory: string): string {
  if (/mail|smtp|sendgrid|ses|mailgun|postmark/.test(factory)) return 'Email'
  return /sms|twilio|text-message|vonage/.test(factory) ? 'Sms' : 'Social'
}

/** Management API permissions are for machines only. */
export function checkRoleScopes(type: string, scopeIds: readonly string[], tenant: Tenant): void {
  const management = scopeIds.some((id) => tenant.table('scopes').get(id)?.resourceId === 'management-api')
  if (type !== 'User' || !management) return
  const code = 'role.management_api_scopes_not_assignable_to_user_role'
  throw new Refusal(400, code, 'A role for people cannot hold Management API permissions.')
}

function relate(tenant: Tenant, link: string, row: Row, ids: unknown): void {
  for (const id of (ids ?? []) as string[]) tenant.links(link).add(String(row.id), id)
}

function without(body: Row, ...names: string[]): Row {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}
