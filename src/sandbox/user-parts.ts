import type { Call, Handler } from './call.js'
import { collectionAt } from './collections.js'
import {
  addFactor,
  areBackupCodes,
  factorsOf,
  isTotpSecret,
  newBackupCodes,
  newTotpSecret,
  totpUri,
  unusedCodes,
} from './identity/factors.js'
import { passwordColumns, signsIn } from './identity/passwords.js'
import { signOut } from './identity/people.js'
import { signInExperience } from './identity/settings.js'
import { changeUserConfigs, userConfigs } from './identity/user-configs.js'
import { identityKey } from './indices.js'
import { missing, Refusal, ServerFault } from './refusal.js'
import { change } from './rows.js'
import type { Row } from './store.js'

/** Paths below one user that are neither rows nor relations. */
export const userParts: Readonly<Record<string, Handler>> = {
  'GET /api/users/{}/custom-data': ({ owner }) => ({ body: owner.customData }),
  'PATCH /api/users/{}/custom-data': (call) => merge(call, 'customData', call.body.customData),
  'PATCH /api/users/{}/profile': (call) => merge(call, 'profile', call.body.profile),
  'PATCH /api/users/{}/is-suspended'(call) {
    if (call.body.isSuspended) signOut(call.tenant, call.owner)
    return update(call, call.body)
  },
  'GET /api/users/{}/logto-configs': ({ tenant, owner }) => ({ body: userConfigs(tenant, owner) }),
  'PATCH /api/users/{}/logto-configs'({ tenant, owner, body }) {
    changeUserConfigs(tenant, owner, body)
    return { body: userConfigs(tenant, owner) }
  },
  'GET /api/users/{}/has-password': ({ owner }) => ({ body: { hasPassword: owner.hasPassword } }),
  async 'PATCH /api/users/{}/password'(call) {
    const columns = await passwordColumns(String(call.body.password))
    return { body: Object.assign(call.owner, columns, { updatedAt: Date.now() }) }
  },
  'PATCH /api/users/{}/password/expiration'(call) {
    const { enabled, validPeriodDays } = signInExperience(call.tenant).passwordExpiration
    if (call.body.isExpired && !(enabled && validPeriodDays)) {
      const code = 'sign_in_experiences.password_expiration_not_enabled'
      throw new Refusal(400, code, 'Passwords do not expire here: enable it in the sign-in experience.')
    }
    return update(call, { isPasswordExpired: call.body.isExpired })
  },
  async 'POST /api/users/{}/password/verify'({ owner, body }) {
    if (await signsIn(owner, String(body.password))) return {}
    throw new Refusal(422, 'session.invalid_credentials', 'The password is not right.')
  },
  'POST /api/users/{}/mfa-verifications': (call) => ({ body: newFactor(call) }),
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
    const id = String(call.body.connectorId)
    const connector = call.tenant.table('connectors').get(id)
    if (!connector) throw missing('not_found', 'connectors', id)
    if (connector.type !== 'Social') {
      throw new Refusal(422, 'session.invalid_connector_id', 'The connector is not a social one.')
    }
    const target = String(connector.target)
    const { userId = 'social-user' } = call.body.connectorData as Row
    return identities(call, target, { userId, details: {} })
  },
  'PUT /api/users/{}/identities/{}'(call) {
    const target = call.path[1] ?? ''
    const status = target in (call.owner.identities as Row) ? 200 : 201
    return { status, ...identities(call, target, call.body) }
  },
  'DELETE /api/users/{}/identities/{}'(call) {
    identity(call)
    const { [call.path[1] ?? '']: _, ...rest } = call.owner.identities as Row
    return update(call, { identities: rest })
  },
}

function update(call: Call, properties: Row) {
  return { body: call.tenant.change('users', call.owner, { ...properties, updatedAt: Date.now() }) }
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

/** Sets one identity, in the place of an earlier one of the same provider. */
function identities(call: Call, target: string, identity: Row) {
  const { tenant, owner } = call
  // Logto writes the target into a statement as it stands.
  if (/['\s]/.test(target)) throw new ServerFault()
  const holders = tenant.table('users').by('identity', identityKey(target, identity))
  if (holders.some((holder) => holder !== owner)) {
    throw new Refusal(422, 'user.identity_already_in_use', 'The identity belongs to another account.')
  }
  update(call, { identities: { ...(owner.identities as Row), [target]: identity } })
  return { body: owner.identities }
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

/** Sets up a second factor for a user; what it gives is shown this once. */
function newFactor({ tenant, owner, body }: Call): Row {
  const id = String(owner.id)
  const own = factorsOf(tenant, id)
  if (body.type === 'BackupCode') {
    if (own.some((row) => unusedCodes(row).length > 0)) {
      throw new Refusal(422, 'user.backup_code_already_in_use', 'The user has backup codes that are not used up.')
    }
    if (own.every((row) => row.type === 'BackupCode')) {
      throw new Refusal(
        422,
        'session.mfa.backup_code_can_not_be_alone',
        'Backup codes need another factor beside them.',
      )
    }
    const codes = (body.codes ?? newBackupCodes()) as string[]
    if (!areBackupCodes(codes)) {
      throw new Refusal(422, 'user.wrong_backup_code_format', 'There must be ten codes of ten hexadecimal digits.')
    }
    addFactor(tenant, id, { type: 'BackupCode', codes: codes.map((code) => ({ code })) })
    return { type: 'BackupCode', codes }
  }
  if (own.some((row) => row.type === 'Totp')) {
    throw new Refusal(422, 'user.totp_already_in_use', 'The user has an authenticator already.')
  }
  const secret = String(body.secret ?? newTotpSecret())
  // Logto takes an empty secret, with which no code is ever right.
  if (secret !== '' && !isTotpSecret(secret))
    throw new Refusal(422, 'user.totp_secret_invalid', 'That is not a secret in base32.')
  addFactor(tenant, id, { type: 'Totp', secret })
  return { type: 'Totp', secret, secretQrCode: totpUri(secret, String(owner.username ?? id)) }
}
