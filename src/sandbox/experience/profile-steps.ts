import { columns } from '../identity/identifier.js'
import { checkPassword } from '../identity/password-policy.js'
import { isPasswordOf, passwordColumns } from '../identity/passwords.js'
import { refuseTaken } from '../identity/people.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { ExperienceCall, ExperienceHandler } from './call.js'
import { refuseBlockedAddress } from './email-rules.js'
import { refuseForgotPassword } from './factor-steps.js'
import { checkSecondFactor } from './second-factor.js'

/** What a person adds to the account while signing in or registering. */
export const profileSteps: Readonly<Record<string, ExperienceHandler>> = {
  async 'POST /api/experience/profile'(call) {
    const { tenant, body, interaction } = call
    refuseForgotPassword(call)
    if (interaction.event === 'SignIn') checkSecondFactor(tenant, interaction)
    Object.assign(interaction.profile, await given(call, String(body.type)))
    return { status: 204 }
  },
}

async function given(call: ExperienceCall, type: string): Promise<Row> {
  const { tenant, body, interaction } = call
  const user = interaction.userId === undefined ? undefined : interaction.user
  if (type === 'password') {
    const password = String(body.value)
    checkPassword(tenant, password, { ...user, ...interaction.profile })
    if (user?.hasPassword) {
      const code = (await isPasswordOf(user, password)) ? 'user.same_password' : 'user.password_exists_in_profile'
      throw new Refusal(422, code, 'The account has a password already.')
    }
    return { password: await passwordColumns(password) }
  }
  if (type === 'username') {
    refuseTaken(tenant, { type, value: String(body.value) }, user)
    if (user?.username) throw new Refusal(422, 'user.username_exists_in_profile', 'The account has a username already.')
    return { username: body.value }
  }
  if (type === 'email' || type === 'phone') {
    const kind = type === 'email' ? 'EmailVerificationCode' : 'PhoneVerificationCode'
    const { identifier, verified } = interaction.verification(String(body.verificationId), kind)
    if (!identifier || !verified)
      throw new Refusal(400, 'session.verification_failed', 'The code was not verified yet.')
    refuseBlockedAddress(tenant, identifier)
    refuseTaken(tenant, identifier, user)
    return { [columns[type]]: identifier.value }
  }
  if (type === 'extraProfile') return extra(interaction.profile, body.values as Row)
  throw new Refusal(404, 'session.verification_session_not_found', 'There is no such verification. Start it again.')
}

const plainColumns = ['name', 'avatar']
const standard = new Set(
  'familyName givenName middleName nickname preferredUsername profile website gender birthdate zoneinfo locale address'.split(
    ' ',
  ),
)

/** Name and avatar, the standard claims, and whatever else the tenant asks for. */
function extra(before: Row, values: Row): Row {
  const part = (test: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => test(name)))
  return {
    ...part((name) => plainColumns.includes(name)),
    profile: { ...(before.profile as Row), ...part((name) => standard.has(name)) },
    customData: {
      ...(before.customData as Row),
      ...part((name) => !plainColumns.includes(name) && !standard.has(name)),
    },
  }
}
