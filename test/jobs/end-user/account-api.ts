/** As much of Logto's Account API as decides who may do what, with the errors that Logto answers. */

import type { Received, Reply } from '../../cli/server.js'
import { type Caller, type LogtoTenant, type LogtoTenantOptions, logtoTenant } from '../login/logto-tenant.js'
import type { Person } from '../login/person.js'

export interface AccountTenant extends LogtoTenant {
  /** What the tenant allows. */
  center: { enabled: boolean; fields: Record<string, string>; thirdParties: string[] }
  /** Verification records by id. */
  records: Map<string, VerificationRecord>
}

export interface VerificationRecord {
  user: string
  expiresAt: number
  verified: boolean
}

export const password = 'correct horse'
export const code = '246810'

/** A tenant whose users `ann` and `bob` have accounts. `recordMs`: how long a verification record is good. */
export async function accountTenant({
  recordMs = 600_000,
  ...options
}: LogtoTenantOptions & { recordMs?: number } = {}): Promise<AccountTenant> {
  const center = { enabled: true, fields: {} as Record<string, string>, thirdParties: [] as string[] }
  const records = new Map<string, VerificationRecord>()

  const make = (user: string, verified: boolean): Reply => {
    const verificationRecordId = `record-${user}-${records.size + 1}`
    const expiresAt = Date.now() + recordMs
    records.set(verificationRecordId, { user, expiresAt, verified })
    return { status: 201, body: { verificationRecordId, expiresAt: new Date(expiresAt).toISOString() } }
  }

  function account({ method, path, headers, body }: Received, { user, scopes, clientId }: Caller): Reply | undefined {
    if (!center.enabled) return refused(400, 'account_center.not_enabled')
    const given = body === '' ? {} : JSON.parse(body)
    switch (path) {
      case '/api/verifications/password':
        return given.password === password ? make(user, true) : refused(422, 'session.invalid_credentials')
      case '/api/verifications/verification-code':
        return given.templateType === 'UserPermissionValidation'
          ? make(user, false)
          : refused(400, 'guard.invalid_input')
      case '/api/verifications/verification-code/verify': {
        const record = records.get(given.verificationId)
        if (!record) return refused(404, 'verification_record.not_found')
        if (given.code !== code) return refused(400, 'verification_code.code_mismatch')
        record.verified = true
        return { body: { verificationRecordId: given.verificationId } }
      }
    }
    const part = path.split('/')[3]
    if (part === undefined) return undefined
    if (method !== 'GET' && center.thirdParties.includes(clientId)) {
      return refused(403, 'auth.third_party_application_forbidden')
    }
    const [field, scope = ''] = parts[part] ?? []
    const level = center.fields[field ?? ''] ?? 'Edit'
    if (level === 'Off') return refused(400, 'account_center.field_not_enabled')
    if (level === 'ReadOnly' && method !== 'GET') return refused(400, 'account_center.field_not_editable')
    // Some routes answer a missing scope with 400, others with 401.
    if (!scopes.includes(scope)) return refused(part.startsWith('primary-') ? 400 : 401, 'auth.unauthorized')
    const record = records.get(String(headers['logto-verification-id']))
    const isProof = record?.verified && record.user === user && record.expiresAt > Date.now()
    if (!isProof && !open.test(`${method} ${part}`)) return refused(401, 'verification_record.permission_denied')
    return method === 'DELETE' ? { status: 204 } : { body: part === 'sessions' ? { sessions: [] } : {} }
  }

  return { ...(await logtoTenant({ ...options, account })), center, records }
}

/** Field of the account center and scope, by the part of the account. */
const parts: Readonly<Record<string, readonly [string, string]>> = {
  'primary-email': ['email', 'email'],
  'primary-phone': ['phone', 'phone'],
  'mfa-settings': ['mfa', 'identities'],
  'mfa-verifications': ['mfa', 'identities'],
  sessions: ['session', 'urn:logto:scope:sessions'],
  profile: ['profile', 'profile'],
}

/** What needs no proof. */
const open = /^(GET mfa-settings|GET mfa-verifications|PATCH profile)$/

function refused(status: number, code: string): Reply {
  return { status, body: { code, message: `Refused: ${code}.` } }
}

/** Signs a person in as an end user, by a personal access token. */
export async function signIn(who: Person, { endpoint }: AccountTenant, user: 'ann' | 'bob', scope = everyScope) {
  const line = `login --user --personal-access-token-stdin --storage file -p ${user} --client-id native`
  const words = [...line.split(' '), '--endpoint', endpoint, '--scope', scope]
  const { code, stderr } = await who.logto(words, { input: `pat_${user}` })
  if (code !== 0) throw new Error(stderr)
}

const everyScope = 'openid profile email phone identities urn:logto:scope:sessions'
