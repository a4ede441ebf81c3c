import { columns, type Identifier } from '../identity/identifier.js'
import { signsIn } from '../identity/passwords.js'
import { PendingCode } from '../identity/pending-code.js'
import { Refusal } from '../refusal.js'
import type { AccountHandler } from './call.js'
import { recordNotFound, type VerificationRecord } from './records.js'

/** How users prove who they are before they change their account. */
export const verificationHandlers: Readonly<Record<string, AccountHandler>> = {
  async 'POST /api/verifications/password'({ tenant, user, body, records }) {
    const userId = String(user.id)
    await tenant.attempts.guard(tenant, userId, async () => {
      if (await signsIn(user, String(body.password))) return
      throw new Refusal(422, 'session.invalid_credentials', 'The password is not right.')
    })
    return { body: begun(records.add({ type: 'Password', userId, verified: true })) }
  },
  'POST /api/verifications/verification-code'({ tenant, user, body, records }) {
    const identifier = body.identifier as Identifier
    const isOwn = user[columns[identifier.type]] === identifier.value
    const code = new PendingCode(tenant, identifier, isOwn ? 'UserPermissionValidation' : 'BindNewIdentifier')
    const type = identifier.type === 'email' ? 'EmailVerificationCode' : 'PhoneVerificationCode'
    const own = isOwn ? { userId: String(user.id) } : {}
    return { body: begun(records.add({ type, identifier, code, verified: false, ...own })) }
  },
  async 'POST /api/verifications/verification-code/verify'({ tenant, body, records }) {
    const identifier = body.identifier as Identifier
    const record = records.get(String(body.verificationId))
    if (!record?.code || record.identifier?.type !== identifier.type) throw recordNotFound(400)
    const { code } = record
    await tenant.attempts.guard(tenant, identifier.value, () => code.verify(identifier, String(body.code)))
    record.verified = true
    return { status: 200, body: { verificationRecordId: record.id } }
  },
  'POST /api/verifications/social'({ tenant, body }) {
    const connector = tenant.table('connectors').get(String(body.connectorId))
    if (!connector) throw new Refusal(422, 'session.invalid_connector_id', 'There is no connector of that id.')
    if (connector.type !== 'Social') {
      throw new Refusal(400, 'connector.unexpected_type', 'The connector is not a social one.')
    }
    throw new Refusal(501, 'connector.not_implemented', 'The sandbox signs nobody in through a third party.')
  },
  'POST /api/verifications/social/verify'() {
    throw recordNotFound(400)
  },
  // No browser has made a passkey for it, so whatever comes is wrong.
  'POST /api/verifications/web-authn/registration/verify'() {
    throw new Refusal(400, 'session.mfa.webauthn_verification_failed', 'The passkey was not verified.', {
      data: { message: 'The sandbox checks no passkeys.' },
    })
  },
}

const begun = ({ id, expiresAt }: VerificationRecord) => ({
  verificationRecordId: id,
  expiresAt: new Date(expiresAt).toISOString(),
})
