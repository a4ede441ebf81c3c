import { collectionAt } from '../collections.js'
import { columns } from '../identity/identifier.js'
import { giveDefaultRoles, personBy } from '../identity/people.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accountOf, joinOrganizations, refuseConflicts } from './account-columns.js'
import { refuseBlockedAddress, refuseSsoAddress } from './email-rules.js'
import type { Interaction } from './interaction.js'
import { checkProfile } from './missing-profile.js'
import { checkCaptcha, checkEvent, checkMethod } from './sign-in-rules.js'
import type { Verification } from './verifications.js'

/** Finds the user that a verification shows. Throws what Logto says of an unknown, suspended or other user. */
export function identify(tenant: Tenant, interaction: Interaction, verificationId: string): void {
  const verification = interaction.verification(verificationId)
  checkMethod(tenant, interaction.event, verification)
  checkVerified(verification)
  const { identifier } = verification
  const user = identifier && personBy(tenant, identifier)
  if (!user) {
    throw new Refusal(404, 'user.user_not_exist', 'No user has this identifier.', {
      data: { identifier: identifier?.value },
    })
  }
  if (user.isSuspended) throw new Refusal(401, 'user.suspended', 'The account is suspended.')
  if (interaction.userId !== undefined && interaction.userId !== user.id) {
    throw new Refusal(409, 'session.identity_conflict', 'Somebody else is signing in already. Start again.')
  }
  interaction.userId = String(user.id)
  Object.assign(interaction.profile, verification.hidden?.profile)
}

/** Makes the account, from what the interaction holds and, where one is named, from a verification. */
export function register(tenant: Tenant, interaction: Interaction, verificationId: string | undefined): void {
  if (verificationId !== undefined) {
    const verification = interaction.verification(verificationId)
    refuseSsoAddress(tenant, verification.identifier)
    refuseBlockedAddress(tenant, verification.identifier)
    const given = newProfile(verification)
    refuseConflicts(tenant, undefined, given)
    Object.assign(interaction.profile, given)
  }
  const oneTime = interaction.verifications.some(({ type, verified }) => type === 'OneTimeToken' && verified)
  checkEvent(tenant, 'Register', oneTime)
  checkCaptcha(tenant, interaction)
  checkProfile(tenant, {}, interaction.profile)
  refuseConflicts(tenant, undefined, interaction.profile)
  const user = tenant.insert(collectionAt('/api/users'), accountOf({}, interaction.profile))
  giveDefaultRoles(tenant, user)
  joinOrganizations(tenant, user, interaction.profile)
  interaction.userId = String(user.id)
  interaction.profile = {}
}

/** What a verification says about a new account. */
function newProfile(verification: Verification): Row {
  const { type, identifier, hidden } = verification
  checkVerified(verification)
  if (!identifier || type === 'Password') {
    throw new Refusal(400, 'session.verification_failed', 'Such a verification makes no account.')
  }
  return { [columns[identifier.type]]: identifier.value, ...(hidden?.profile as Row | undefined) }
}

function checkVerified({ verified }: Verification): void {
  if (verified) return
  throw new Refusal(400, 'session.verification_failed', 'The verification was not successful.')
}
