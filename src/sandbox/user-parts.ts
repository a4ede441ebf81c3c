import type { Call, Handler } from './call.js'
import { collectionAt } from './collections.js'
import { Refusal } from './refusal.js'
import { change, create } from './rows.js'
import type { Row } from './store.js'

/** Paths below one user that are neither rows nor relations. */
export const userParts: Readonly<Record<string, Handler>> = {
  'GET /api/users/{}/custom-data': ({ owner }) => ({ body: owner.customData }),
  'PATCH /api/users/{}/custom-data': (call) => merge(call, 'customData', call.body.customData),
  'PATCH /api/users/{}/profile': (call) => merge(call, 'profile', call.body.profile),
  'PATCH /api/users/{}/is-suspended': (call) => update(call, call.body),
  'GET /api/users/{}/has-password': ({ owner }) => ({ body: { hasPassword: owner.hasPassword } }),
  'PATCH /api/users/{}/password': (call) => update(call, { hasPassword: true, hidden: call.body }),
  'PATCH /api/users/{}/password/expiration'(call) {
    const experience = call.tenant.documents.get('/api/sign-in-exp') as { passwordExpiration?: Row } | undefined
    if (!experience?.passwordExpiration?.enabled) {
      const code = 'sign_in_experiences.password_expiration_not_enabled'
      throw new Refusal(400, code, 'Passwords do not expire here: enable it in the sign-in experience.')
    }
    return update(call, {})
  },
  'POST /api/users/{}/password/verify'({ owner, body }) {
    const hidden = owner.hidden as Row | undefined
    if (hidden?.password !== undefined && hidden.password === body.password) return {}
    throw new Refusal(422, 'session.invalid_credentials', 'The password is not right.')
  },
  'POST /api/users/{}/mfa-verifications'(call) {
    const { type } = call.body
    create(collectionAt('/api/users/{}/mfa-verifications'), call.tenant, { type }, call.path[0], call.owner)
    if (type === 'BackupCode') return { body: { type, codes: call.body.codes ?? backupCodes() } }
    return { body: { type, secret: call.body.secret ?? 'JBSWY3DPEHPK3PXP', secretQrCode: 'data:image/png;base64,' } }
  },
  'POST /api/users/{}/personal-access-tokens/delete'(call) {
    call.tenant.remove(collectionAt('/api/users/{}/personal-access-tokens'), token(call, call.body.name))
    return {}
  },
  'PATCH /api/users/{}/personal-access-tokens': (call) => rename(call, call.body.currentName),
  'PATCH /api/users/{}/personal-access-tokens/{}': (call) => rename(call, call.path[1]),
  'GET /api/users/{}/identities/{}': (call) => ({ body: { identity: identity(call) } }),
  'GET /api/users/{}/all-identities': ({ owner }) => ({
    body: {
      socialIdentities: Object.entries(owner.identities as Row).map(([target, one]) => ({ target, identity: one })),
      ssoIdentities: [],
    },
  }),
  'POST /api/users/{}/identities'(call) {
    const connector = call.tenant.table('connectors').get(String(call.body.connectorId))
    const target = String((connector?.metadata as Row | undefined)?.target ?? connector?.connectorId ?? 'social')
    const { userId = 'social-user' } = call.body.connectorData as Row
    return identities(call, { ...(call.owner.identities as Row), [target]: { userId, details: {} } })
  },
  'PUT /api/users/{}/identities/{}'(call) {
    const target = call.path[1] ?? ''
    const status = target in (call.owner.identities as Row) ? 200 : 201
    return { status, ...identities(call, { ...(call.owner.identities as Row), [target]: call.body }) }
  },
  'DELETE /api/users/{}/identities/{}'(call) {
    identity(call)
    const { [call.path[1] ?? '']: _, ...rest } = call.owner.identities as Row
    return update(call, { identities: rest })
  },
}

function update(call: Call, properties: Row) {
  return { body: Object.assign(call.owner, properties, { updatedAt: call.tenant.now() }) }
}

/** The endpoints that add to an object instead of replacing it. */
function merge(call: Call, property: string, given: unknown) {
  update(call, { [property]: { ...(call.owner[property] as Row), ...(given as Row) } })
  return { body: call.owner[property] }
}

function identity(call: Call): unknown {
  const found = (call.owner.identities as Row)[call.path[1] ?? '']
  if (!found) throw new Refusal(404, 'user.identity_not_exist', 'The user has no such identity.')
  return found
}

function identities(call: Call, changed: Row) {
  update(call, { identities: changed })
  return { body: changed }
}

function token(call: Call, name: unknown): Row {
  const row = call.tenant.table('personal_access_tokens').get(String(name), call.path[0])
  if (!row) throw new Refusal(404, 'entity.not_found', 'The user has no token of that name.')
  return row
}

function rename(call: Call, name: unknown) {
  const row = token(call, name)
  return {
    body: change(collectionAt('/api/users/{}/personal-access-tokens'), call.tenant, row, { name: call.body.name }),
  }
}

const backupCodes = () => Array.from({ length: 10 }, (_, index) => `${index}`.repeat(10))
