import type { Call, Handler } from './call.js'
import { collectionAt } from './collections.js'
import { computeFor } from './computed.js'
import { passwordIssues } from './identity/password-policy.js'
import { personOfId } from './identity/people.js'
import { signInExperience } from './identity/settings.js'
import { checkSome } from './links.js'
import { usableToken } from './one-time-tokens.js'
import { ordered } from './order.js'
import { checkPhrases, keptPhrases } from './phrases.js'
import { constraintViolated, missing, Refusal, unknownReference } from './refusal.js'
import { change, create } from './rows.js'
import { newId, optional, type Row } from './store.js'
import { userParts } from './user-parts.js'

/** Paths that fit no pattern: a change of one property, sets of rows, bulk work, counts. */
export const parts: Readonly<Record<string, Handler>> = {
  ...userParts,
  'GET /api/.well-known/sign-in-exp': ({ tenant }) => ({ body: signInExperience(tenant) }),
  'GET /api/.well-known/experience': ({ tenant }) => ({ body: signInExperience(tenant) }),
  'GET /api/dashboard/users/total': ({ tenant }) => ({ body: { totalUserCount: tenant.table('users').rows.length } }),
  'PATCH /api/applications/{}/custom-data': ({ tenant, owner, body }) => {
    tenant.change('applications', owner, { customData: { ...(owner.customData as Row), ...body } })
    return { body: owner.customData }
  },
  'DELETE /api/applications/{}/legacy-secret': ({ owner }) => ({ body: owner }),
  'PATCH /api/resources/{}/is-default'({ tenant, owner, body }) {
    if (body.isDefault) for (const row of tenant.table('resources').rows) row.isDefault = false
    return { body: Object.assign(owner, body) }
  },
  'PATCH /api/hooks/{}/signing-key': ({ owner }) => ({ body: Object.assign(owner, { signingKey: newId(32) }) }),
  'GET /api/hooks/{}/recent-logs': ({ tenant, path }) => ({
    list: tenant.table('logs').rows.filter((row) => (row.payload as Row).hookId === path[0]),
  }),
  'POST /api/hooks/{}/test'({ body }) {
    const { url } = body.config as { url: string }
    if (URL.canParse(url)) return {}
    throw new Refusal(422, 'hook.send_test_payload_failed', `Sending the test payload failed: ${url} is not a URL.`)
  },
  'PUT /api/organization-invitations/{}/status'(call) {
    const { tenant, owner, body } = call
    Object.assign(owner, body, { updatedAt: Date.now() })
    if (body.status === 'Accepted' && body.acceptedUserId) join(call, owner, String(body.acceptedUserId))
    return { body: owner, compute: computeFor('organization_invitations', tenant) }
  },
  'POST /api/subject-tokens'({ tenant, body }) {
    const userId = String(body.userId)
    if (!tenant.table('users').get(userId)) throw unknownReference(404)
    const subjectToken = `sub_${newId(32)}`
    tenant.subjectTokens.set(subjectToken, { userId, expiresAt: Date.now() + 600_000, isConsumed: false })
    return { body: { subjectToken, expiresIn: 600 } }
  },
  'POST /api/sentinel-activities/delete'({ tenant, body }) {
    tenant.attempts.forget(body.targets as string[])
    return { status: 204 }
  },
  'PUT /api/one-time-tokens/{}/status': ({ owner, body }) => ({ body: Object.assign(owner, body) }),
  'POST /api/one-time-tokens/verify': ({ tenant, body }) => ({
    body: Object.assign(usableToken(tenant, body.token, body.email), { status: 'consumed' }),
  }),
  'GET /api/organizations/{}/users/{}/scopes'({ tenant, path }) {
    const roles = [...tenant.links('memberRoles').of(path.join('/'))]
    const ids = new Set(roles.flatMap((role) => [...tenant.links('organizationRoleScopes').of(role)]))
    return { body: [...ids].sort().flatMap((id) => optional(tenant.table('organization_scopes').get(id))) }
  },
  'POST /api/organizations/{}/users/roles': (call) => assign(call, 'memberRoles', 'userIds'),
  'POST /api/organizations/{}/applications/roles': (call) => assign(call, 'machineRoles', 'applicationIds'),
  'PUT /api/organizations/{}/jit/email-domains'(call) {
    const domains = collectionAt('/api/organizations/{}/jit/email-domains')
    const given = call.body.emailDomains as string[]
    if (new Set(given).size < given.length) {
      throw new Refusal(422, 'entity.unique_integrity_violation', 'A domain is given twice.')
    }
    const { rows } = call.tenant.table(domains.table)
    for (const row of rows.filter((r) => r.organizationId === call.path[0])) call.tenant.remove(domains, row)
    for (const emailDomain of call.body.emailDomains as string[])
      call.tenant.insert(domains, { emailDomain }, call.path[0])
    return {}
  },
  'PUT /api/custom-phrases/{}'({ tenant, path, body }) {
    checkPhrases(body)
    const languageTag = path[0] ?? ''
    const row = tenant.table('custom_phrases').get(languageTag)
    const translation = keptPhrases(body)
    if (row) return { body: Object.assign(row, { translation }) }
    return { body: create(collectionAt('/api/custom-phrases'), tenant, { languageTag, translation }) }
  },
  'PUT /api/custom-profile-fields/{}'({ tenant, path, body }) {
    const name = path[0] ?? ''
    const row = tenant.table('custom_profile_fields').get(name)
    if (!row) throw missing('not_exists', 'custom_profile_fields', name)
    return { body: change(collectionAt('/api/custom-profile-fields'), tenant, row, { ...body, name }) }
  },
  'POST /api/custom-profile-fields/batch'({ tenant, body }) {
    const fields = collectionAt('/api/custom-profile-fields')
    return { body: (body as unknown as Row[]).map((field) => create(fields, tenant, field)) }
  },
  'POST /api/custom-profile-fields/properties/sie-order'({ tenant, body }) {
    const table = tenant.table('custom_profile_fields')
    for (const { name, sieOrder } of body.order as { name: string; sieOrder: number }[]) {
      Object.assign(table.get(name) ?? {}, { sieOrder })
    }
    return { list: ordered(table.rows, ['sieOrder']) }
  },
  'PUT /api/email-templates'({ tenant, body }) {
    const table = tenant.table('email_templates')
    const rows = (body.templates as Row[]).map((given) => {
      const same = (r: Row) => r.languageTag === given.languageTag && r.templateType === given.templateType
      const row = table.rows.find(same)
      return row ? Object.assign(row, given) : tenant.insert(collectionAt('/api/email-templates'), given)
    })
    return { body: rows }
  },
  'DELETE /api/email-templates'({ tenant, query }) {
    if (!query.has('languageTag') && !query.has('templateType')) {
      const code = 'connector.email_connector.bulk_deletion_no_filter'
      throw new Refusal(422, code, 'Say which templates: languageTag, templateType or both.')
    }
    const rows = templates(tenant.table('email_templates').rows, query)
    for (const row of rows) tenant.remove(collectionAt('/api/email-templates'), row)
    return { body: { rowCount: rows.length } }
  },
  'POST /api/sign-in-exp/default/check-password'({ tenant, body }) {
    const user = body.userId === undefined ? undefined : personOfId(tenant, String(body.userId))
    const issues = passwordIssues(tenant, String(body.password), user)
    // A password that is refused is an answer, not an error, though the status says 400.
    return issues.length === 0
      ? { status: 200, body: { result: true } }
      : { status: 400, body: { result: false, issues } }
  },
  'GET /api/systems/application'() {
    throw new Refusal(501, 'application.protected_app_not_configured', 'Protected applications are not set up here.')
  },
  'PATCH /api/email-templates/{}/details': ({ owner, body }) => ({
    body: Object.assign(owner, { details: { ...(owner.details as Row), ...body } }),
  }),
}

/** Gives every named member every named role, or none of them: all must be members, and of the kind of the roles. */
function assign(call: Call, link: 'memberRoles' | 'machineRoles', property: 'userIds' | 'applicationIds') {
  const { tenant, body, path } = call
  checkSome(body, property, 'organizationRoleIds')
  const [organization = ''] = path
  const [membership, type] = link === 'memberRoles' ? ['members', 'User'] : ['machines', 'MachineToMachine']
  const members = body[property] as string[]
  const roles = (body.organizationRoleIds as string[]).map((id) => tenant.table('organization_roles').get(id))
  const isKnown = members.every((id) => tenant.links(membership).has(organization, id))
  if (!isKnown || roles.includes(undefined)) throw unknownReference(422)
  if (roles.some((role) => role?.type !== type)) throw constraintViolated()
  for (const member of members) {
    for (const role of roles) tenant.links(link).add(`${organization}/${member}`, String(role?.id))
  }
  return {}
}

/** An accepted invitation makes the user a member, with the roles it names. */
function join({ tenant }: Call, invitation: Row, userId: string): void {
  const organization = String(invitation.organizationId)
  if (!tenant.table('users').get(userId)) throw unknownReference(422)
  tenant.links('members').add(organization, userId)
  for (const role of (invitation.organizationRoleIds ?? []) as string[]) {
    tenant.links('memberRoles').add(`${organization}/${userId}`, role)
  }
}

function templates(rows: readonly Row[], query: URLSearchParams): Row[] {
  return rows.filter((row) =>
    ['languageTag', 'templateType'].every((name) => !query.has(name) || query.get(name) === row[name]),
  )
}
