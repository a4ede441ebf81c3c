import type { Call, Handler } from './call.js'
import { notFound, Refusal } from './refusal.js'
import { optional, type Row } from './store.js'
import type { Tenant } from './tenant.js'

/** The four lists of scopes that people may agree to, and the table of what they name; user scopes are words. */
const lists = {
  organizationScopes: { path: 'organization-scopes', table: 'organization_scopes' },
  resourceScopes: { path: 'resource-scopes', table: 'scopes' },
  organizationResourceScopes: { path: 'organization-resource-scopes', table: 'scopes' },
  userScopes: { path: 'user-scopes', table: undefined },
} as const

type Lists = Record<keyof typeof lists, string[]>

/** Scopes that a third-party application, or every client that describes itself, may ask people for. */
export const consentHandlers: Readonly<Record<string, Handler>> = {
  ...handlersAt('/api/applications/{}/user-consent-scopes', ({ owner }) => {
    if (owner.isThirdParty) return
    throw new Refusal(422, 'application.third_party_application_only', 'This is for third-party applications.')
  }),
  ...handlersAt('/api/cimd/user-consent-scopes', () => {}),
}

function handlersAt(path: string, checkOwner: (call: Call) => void): Record<string, Handler> {
  const key = (call: Call) => (path.includes('{}') ? path.replace('{}', call.path[0] ?? '') : path)
  const held = (call: Call): Lists => (call.tenant.documents.get(key(call)) as Lists | undefined) ?? none()
  return {
    [`GET ${path}`]: (call) => ({ body: shown(held(call), call.tenant) }),
    [`POST ${path}`](call) {
      checkOwner(call)
      const given = { ...none(), ...(call.body as Partial<Lists>) }
      checkKnown(given, call.tenant)
      const before = held(call)
      const names = Object.keys(lists) as (keyof Lists)[]
      const merged = names.map((name) => [name, [...new Set([...before[name], ...given[name]])]])
      call.tenant.documents.set(key(call), Object.fromEntries(merged))
      return { status: 201 }
    },
    [`DELETE ${path}/{}/{}`](call) {
      const [type, scope = ''] = call.path.slice(-2)
      const name = (Object.keys(lists) as (keyof Lists)[]).find((each) => lists[each].path === type)
      const before = held(call)
      if (!name || !before[name].includes(scope)) throw notFound()
      call.tenant.documents.set(key(call), { ...before, [name]: before[name].filter((each) => each !== scope) })
      return {}
    },
  }
}

const none = (): Lists => ({
  organizationScopes: [],
  resourceScopes: [],
  organizationResourceScopes: [],
  userScopes: [],
})

function checkKnown(given: Lists, tenant: Tenant): void {
  const isKnown = (name: keyof Lists, id: string) => {
    const { table } = lists[name]
    return table === undefined || tenant.table(table).get(id) !== undefined
  }
  const unknown = (name: keyof Lists) => given[name].filter((id) => !isKnown(name, id))
  const scopes = [...given.resourceScopes, ...given.organizationResourceScopes]
  if (scopes.some((id) => tenant.table('scopes').get(id)?.resourceId === 'management-api')) {
    const code = 'application.consent_management_api_scopes_not_allowed'
    throw new Refusal(422, code, 'Scopes of the Management API are not allowed.')
  }
  const data = {
    invalidOrganizationScopes: unknown('organizationScopes'),
    invalidResourceScopes: unknown('resourceScopes'),
    invalidOrganizationResourceScopes: unknown('organizationResourceScopes'),
  }
  if (Object.values(data).every((ids) => ids.length === 0)) return
  throw new Refusal(422, 'application.user_consent_scopes_not_found', 'Some scopes do not exist.', { data })
}

/** What is deleted has left the lists. */
function shown(held: Lists, tenant: Tenant): Row {
  const rows = (name: 'organizationScopes' | 'resourceScopes' | 'organizationResourceScopes') =>
    held[name].flatMap((id): Row[] => optional(tenant.table(lists[name].table).get(id)))
  const brief = ({ id, name, description }: Row) => ({ id, name, description })
  const byResource = (name: 'resourceScopes' | 'organizationResourceScopes') => {
    const groups = new Map<string, Row[]>()
    for (const row of rows(name)) {
      const resource = String(row.resourceId)
      groups.set(resource, [...(groups.get(resource) ?? []), brief(row)])
    }
    return [...groups].map(([id, scopes]) => {
      const { name: title, indicator } = tenant.table('resources').get(id) ?? {}
      return { resource: { id, name: title, indicator }, scopes }
    })
  }
  return {
    organizationScopes: rows('organizationScopes').map(brief),
    resourceScopes: byResource('resourceScopes'),
    organizationResourceScopes: byResource('organizationResourceScopes'),
    userScopes: held.userScopes,
  }
}
