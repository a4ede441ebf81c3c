import { columns, type Identifier } from '../identity/identifier.js'
import { checkPassword } from '../identity/password-policy.js'
import { isPasswordOf, passwordColumns, signsIn } from '../identity/passwords.js'
import { personBy, refuseTaken } from '../identity/people.js'
import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { ExperienceHandler } from './call.js'
import { newVerification } from './verifications.js'

/** Verifications by a password: the user's own, a new one, and the one that takes the place of a forgotten one. */
export const passwordSteps: Readonly<Record<string, ExperienceHandler>> = {
  async 'POST /api/experience/verification/password'({ tenant, body, interaction }) {
    const identifier = body.identifier as Identifier
    const user = await tenant.attempts.guard(tenant, identifier.value, async () => {
      const found = personBy(tenant, identifier)
      if (found && (await signsIn(found, String(body.password)))) return found
      throw new Refusal(422, 'session.invalid_credentials', 'The identifier or the password is not right.')
    })
    if (user.isPasswordExpired === true && signInExperience(tenant).passwordExpiration.enabled) {
      throw new Refusal(422, 'password.expired', 'The password has expired. Set a new one.')
    }
    const made = interaction.keep(newVerification('Password', { identifier, verified: true }))
    return { status: 200, body: { verificationId: made.id } }
  },
  async 'POST /api/experience/verification/new-password-identity'({ tenant, body, interaction }) {
    const identifier = body.identifier as Identifier
    refuseTaken(tenant, identifier)
    checkPassword(tenant, String(body.password), { [columns[identifier.type]]: identifier.value })
    const hidden = { profile: { password: await passwordColumns(String(body.password)) } }
    const made = interaction.keep(newVerification('NewPasswordIdentity', { identifier, verified: true, hidden }))
    return { status: 200, body: { verificationId: made.id } }
  },
  async 'PUT /api/experience/profile/password'({ tenant, body, interaction }) {
    if (interaction.event !== 'ForgotPassword') {
      const code = 'session.invalid_interaction_type'
      throw new Refusal(400, code, 'This interaction is not for a forgotten password. Start a new one.')
    }
    const { user } = interaction
    const password = String(body.password)
    checkPassword(tenant, password, user)
    if (await isPasswordOf(user, password)) {
      throw new Refusal(422, 'user.same_password', 'The new password is the old one.')
    }
    interaction.profile.password = await passwordColumns(password)
    return { status: 204 }
  },
}
