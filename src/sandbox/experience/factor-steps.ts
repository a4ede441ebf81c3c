import {
  factorsOf,
  isTotpCode,
  newBackupCodes,
  newTotpSecret,
  totpUri,
  useBackupCode,
  useTotpCode,
} from '../identity/factors.js'
import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { ExperienceCall, ExperienceHandler } from './call.js'
import { isMandatory, linkedFactors } from './second-factor.js'
import { newVerification } from './verifications.js'

/** Second factors: set up, shown, bound to the account, or left out for now. */
export const factorSteps: Readonly<Record<string, ExperienceHandler>> = {
  'POST /api/experience/verification/totp/secret'({ interaction }) {
    const { user } = interaction
    const secret = newTotpSecret()
    const made = interaction.keep(newVerification('Totp', { userId: String(user.id), hidden: { secret, isNew: true } }))
    const label = String(user.username ?? user.primaryEmail ?? user.id)
    return { status: 200, body: { verificationId: made.id, secret, secretQrCode: totpUri(secret, label) } }
  },
  async 'POST /api/experience/verification/totp/verify'({ tenant, body, interaction }) {
    const { user } = interaction
    const given = body.verificationId as string | undefined
    const bound = factorsOf(tenant, String(user.id)).find((row) => row.type === 'Totp')
    if (given === undefined && !bound)
      throw new Refusal(400, 'user.totp_not_bound', 'The account has no authenticator.')
    const verification =
      given === undefined
        ? newVerification('Totp', { userId: String(user.id) })
        : interaction.verification(given, 'Totp')
    const code = String(body.code)
    await tenant.attempts.guard(tenant, String(user.id), () => {
      if (bound && given === undefined) useTotpCode(bound, code)
      else if (!isTotpCode(String(verification.hidden?.secret), code)) {
        throw new Refusal(400, 'session.mfa.invalid_totp_code', 'The code is not right.')
      }
    })
    verification.verified = true
    return { status: 200, body: { verificationId: interaction.keep(verification).id } }
  },
  'POST /api/experience/verification/backup-code/generate'({ interaction }) {
    const codes = newBackupCodes()
    const userId = String(interaction.user.id)
    const made = interaction.keep(newVerification('BackupCode', { userId, hidden: { codes, isNew: true } }))
    return { status: 200, body: { verificationId: made.id, codes } }
  },
  async 'POST /api/experience/verification/backup-code/verify'({ tenant, body, interaction }) {
    const userId = String(interaction.user.id)
    await tenant.attempts.guard(tenant, userId, () => useBackupCode(tenant, userId, String(body.code)))
    const made = interaction.keep(newVerification('BackupCode', { userId, verified: true }))
    return { status: 200, body: { verificationId: made.id } }
  },
  'POST /api/experience/profile/mfa'(call) {
    const { body } = call
    refuseForgotPassword(call)
    if (body.type === 'Totp') bindTotp(call)
    else if (body.type === 'BackupCode') bindBackupCodes(call)
    else checkEnabled(call)
    return { status: 204 }
  },
  'POST /api/experience/profile/mfa/mfa-skipped'(call) {
    refuseForgotPassword(call)
    const { user, mfa } = call.interaction
    if (user && isMandatory(signInExperience(call.tenant).mfa.policy)) {
      throw new Refusal(
        422,
        'session.mfa.mfa_policy_not_user_controlled',
        'The policy makes a second factor mandatory.',
      )
    }
    mfa.skipped = true
    return { status: 204 }
  },
  'POST /api/experience/profile/mfa/mfa-enabled'(call) {
    call.interaction.mfa.enabled = true
    return acknowledged(call)
  },
  'POST /api/experience/profile/mfa/mfa-suggestion-skipped'(call) {
    refuseForgotPassword(call)
    const { user, mfa } = call.interaction
    mfa.suggestionSkipped = Boolean(user)
    return { status: 204 }
  },
  'POST /api/experience/profile/mfa/passkey-skipped'(call) {
    call.interaction.mfa.passkeySkipped = true
    return acknowledged(call)
  },
}

function acknowledged(call: ExperienceCall) {
  refuseForgotPassword(call)
  return { status: call.interaction.user ? 204 : 404 }
}

function bindTotp(call: ExperienceCall): void {
  const { tenant, interaction } = call
  const { hidden, verified } = interaction.verification(String(call.body.verificationId), 'Totp')
  if (!verified || !hidden?.isNew)
    throw new Refusal(400, 'session.verification_failed', 'The code was not verified yet.')
  checkEnabled(call)
  if (factorsOf(tenant, String(interaction.user.id)).some((row) => row.type === 'Totp')) {
    throw new Refusal(422, 'user.totp_already_in_use', 'The account has an authenticator already.')
  }
  interaction.mfa.totp = String(hidden.secret)
}

function bindBackupCodes(call: ExperienceCall): void {
  const { tenant, interaction } = call
  const { hidden } = interaction.verification(String(call.body.verificationId), 'BackupCode')
  checkEnabled(call)
  if (linkedFactors(tenant, interaction).every((factor) => factor === 'BackupCode')) {
    throw new Refusal(422, 'session.mfa.backup_code_can_not_be_alone', 'Backup codes need another factor beside them.')
  }
  interaction.mfa.backupCodes = (hidden as Row).codes as string[]
}

function checkEnabled({ tenant, body }: ExperienceCall): void {
  if ((signInExperience(tenant).mfa.factors as unknown[]).includes(body.type)) return
  throw new Refusal(400, 'session.mfa.mfa_factor_not_enabled', `The factor ${body.type} is not enabled.`)
}

export function refuseForgotPassword({ interaction }: ExperienceCall): void {
  if (interaction.event !== 'ForgotPassword') return
  throw new Refusal(400, 'session.not_supported_for_forgot_password', 'A forgotten password needs none of this.')
}
