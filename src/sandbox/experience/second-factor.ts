import { availableFactors, factorsOf } from '../identity/factors.js'
import { masked } from '../identity/people.js'
import { type Factor, type SignInExperience, signInExperience } from '../identity/settings.js'
import { userConfigs } from '../identity/user-configs.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Interaction } from './interaction.js'

const factorOf: Readonly<Record<string, Factor>> = {
  Totp: 'Totp',
  BackupCode: 'BackupCode',
  MfaEmailVerificationCode: 'EmailVerificationCode',
  MfaPhoneVerificationCode: 'PhoneVerificationCode',
}

/** Refuses while the user has a second factor and none was shown: 403, with the factors that can be. */
export function checkSecondFactor(tenant: Tenant, interaction: Interaction): void {
  const experience = signInExperience(tenant)
  const { user } = interaction
  const factors = availableFactors(tenant, user, experience)
  if (factors.length === 0 || isExempt(tenant, user, experience)) return
  const isShown = interaction.verifications.some(
    ({ type, verified, hidden }) => verified && hidden?.isNew !== true && factors.includes(factorOf[type] as Factor),
  )
  if (isShown) return
  const maskedIdentifiers = {
    ...(factors.includes('EmailVerificationCode') ? { email: masked(String(user.primaryEmail)) } : {}),
    ...(factors.includes('PhoneVerificationCode') ? { phone: masked(String(user.primaryPhone)) } : {}),
  }
  throw new Refusal(403, 'session.mfa.require_mfa_verification', 'The user must show a second factor.', {
    data: { availableFactors: factors, maskedIdentifiers },
  })
}

/** Suggests a passkey to who has none, while people may sign in by one. It can be declined. */
export function suggestPasskey(tenant: Tenant, { user, mfa }: Interaction): void {
  const { passkeySignIn } = signInExperience(tenant)
  if (!passkeySignIn.enabled || (mfa.passkeySkipped ?? userConfigs(tenant, user).passkeySignIn.skipped === true)) return
  if (factorsOf(tenant, String(user.id)).some((row) => row.type === 'WebAuthn')) return
  throw new Refusal(422, 'user.passkey_preferred', 'The user is asked to create a passkey, and may decline.')
}

/**
 * Suggests a second factor to who has not switched it on, where the policy leaves it to people but asks. It can be
 * declined, or switched on, after which a factor must be set up. Who has a factor already has it switched on.
 */
export function suggestFactors(tenant: Tenant, interaction: Interaction): void {
  const experience = signInExperience(tenant)
  const { factors, policy } = experience.mfa
  if (factors.length === 0 || isMandatory(policy) || !asks(tenant, interaction, experience)) return
  const enabled = interaction.mfa.enabled ?? userConfigs(tenant, interaction.user).mfa.enabled
  if (enabled === true) return
  if (enabled === undefined && linkedFactors(tenant, interaction).length > 0) {
    interaction.mfa.enabled = true
    return
  }
  throw new Refusal(422, 'user.suggest_mfa', 'The user is asked to switch a second factor on, and may decline.')
}

/** Refuses while the policy asks for a factor that is not set up, or for backup codes beside it. */
export function checkFactorsSetUp(tenant: Tenant, interaction: Interaction): void {
  const experience = signInExperience(tenant)
  const { factors, policy } = experience.mfa
  if (factors.length === 0 || !asks(tenant, interaction, experience)) return
  const wanted = factors.filter((factor) => factor !== 'BackupCode')
  const linked = linkedFactors(tenant, interaction)
  if (!wanted.some((factor) => linked.includes(factor))) {
    throw new Refusal(422, 'user.missing_mfa', 'The account needs a second factor.', {
      data: { availableFactors: wanted, ...(isMandatory(policy) ? {} : { skippable: true }) },
    })
  }
  if (!interaction.mfa.suggestionSkipped) suggestAnother(interaction, wanted, linked)
  if (!factors.includes('BackupCode') || linked.includes('BackupCode')) return
  throw new Refusal(422, 'session.mfa.backup_code_required', 'The account needs backup codes beside its factor.')
}

/** Suggests a factor of another kind to who registers with codes to an address as the only one; it can be declined. */
function suggestAnother({ event }: Interaction, wanted: readonly Factor[], linked: readonly Factor[]): void {
  const isAddress = (factor: Factor) => factor === 'EmailVerificationCode' || factor === 'PhoneVerificationCode'
  const others = wanted.filter((factor) => !linked.includes(factor))
  if (event !== 'Register' || !linked.every(isAddress) || others.length === 0) return
  throw new Refusal(422, 'session.mfa.suggest_additional_mfa', 'A further factor makes the account safer.', {
    data: { availableFactors: others, skippable: true, suggestion: true },
  })
}

/** Factors of the user, with those that are set up in this interaction. */
export function linkedFactors(tenant: Tenant, { user, mfa, profile }: Interaction): Factor[] {
  return [
    ...availableFactors(tenant, { ...user, ...profile }, signInExperience(tenant)),
    ...(mfa.totp ? (['Totp'] as const) : []),
    ...(mfa.backupCodes ? (['BackupCode'] as const) : []),
  ]
}

/** Policies under which nobody can go without a second factor. */
export const isMandatory = (policy: string) => policy.endsWith('Mandatory')

function isExempt(tenant: Tenant, user: Row, { mfa }: SignInExperience): boolean {
  return !isMandatory(mfa.policy) && userConfigs(tenant, user).mfa.skipMfaOnSignIn === true
}

function asks(tenant: Tenant, { event, mfa, user }: Interaction, experience: SignInExperience): boolean {
  const { policy } = experience.mfa
  if (policy === 'NoPrompt') return false
  if (event === 'Register' && policy.startsWith('PromptOnlyAtSignIn')) return false
  return isMandatory(policy) || !(mfa.skipped ?? userConfigs(tenant, user).mfa.skipped === true)
}
