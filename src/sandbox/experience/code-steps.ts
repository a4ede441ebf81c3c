import type { Identifier } from '../identity/identifier.js'
import { PendingCode } from '../identity/pending-code.js'
import { usableToken } from '../one-time-tokens.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { ExperienceCall, ExperienceHandler } from './call.js'
import { codeType, newVerification, type VerificationType, verificationNotFound } from './verifications.js'

/** Verifications by something that was sent: a code to an address, a second factor by code, a one-time token. */
export const codeSteps: Readonly<Record<string, ExperienceHandler>> = {
  'POST /api/experience/verification/verification-code'(call) {
    const identifier = call.body.identifier as Identifier
    return send(call, codeType(identifier), identifier, String(call.body.templateType ?? call.body.interactionEvent))
  },
  'POST /api/experience/verification/verification-code/verify'(call) {
    const identifier = call.body.identifier as Identifier
    return verify(call, codeType(identifier), identifier)
  },
  'POST /api/experience/verification/mfa-verification-code': (call) =>
    send(call, mfaType(call), ownIdentifier(call), 'MfaVerification'),
  'POST /api/experience/verification/mfa-verification-code/verify': (call) =>
    verify(call, mfaType(call), ownIdentifier(call)),
  'POST /api/experience/verification/one-time-token/verify'({ tenant, body, interaction }) {
    const identifier = body.identifier as Identifier
    const row = usableToken(tenant, body.token, identifier.value)
    const { interactionEvent, jitOrganizationIds } = row.context as Row
    if (interactionEvent !== undefined && interactionEvent !== interaction.event) {
      throw new Refusal(400, 'one_time_token.interaction_event_mismatch', `The token is for ${interactionEvent}.`)
    }
    row.status = 'consumed'
    const hidden = { profile: jitOrganizationIds ? { jitOrganizationIds } : {} }
    const made = interaction.keep(newVerification('OneTimeToken', { identifier, verified: true, hidden }))
    return { status: 200, body: { verificationId: made.id } }
  },
}

function send(
  { tenant, interaction }: ExperienceCall,
  type: VerificationType,
  identifier: Identifier,
  template: string,
) {
  const code = new PendingCode(tenant, identifier, template)
  interaction.codes.set(code.id, code)
  interaction.keep(newVerification(type, { id: code.id, identifier, templateType: template }))
  return { status: 200, body: { verificationId: code.id } }
}

async function verify({ tenant, body, interaction }: ExperienceCall, type: VerificationType, identifier: Identifier) {
  const verification = interaction.verification(String(body.verificationId), type)
  const code = interaction.codes.get(verification.id)
  if (!code) throw verificationNotFound()
  await tenant.attempts.guard(tenant, identifier.value, () => code.verify(identifier, String(body.code)))
  verification.verified = true
  return { status: 200, body: { verificationId: verification.id } }
}

function mfaType({ body }: ExperienceCall): VerificationType {
  return kindOf(body) === 'email' ? 'MfaEmailVerificationCode' : 'MfaPhoneVerificationCode'
}

/** The address of whoever is identified; refuses when the account has none. */
function ownIdentifier({ body, interaction }: ExperienceCall): Identifier {
  const type = kindOf(body)
  const value = type === 'email' ? interaction.user.primaryEmail : interaction.user.primaryPhone
  if (!value) throw new Refusal(400, `session.mfa.mfa_factor_not_enabled`, `The account has no ${type}.`)
  return { type, value: String(value) }
}

const kindOf = ({ identifierType }: Row) => (String(identifierType).toLowerCase() === 'email' ? 'email' : 'phone')
