import { addFactor, factorsOf, removeFactor } from '../identity/factors.js'
import { changeUserConfigs } from '../identity/user-configs.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { accountOf, joinOrganizations, refuseConflicts } from './account-columns.js'
import type { ExperienceHandler } from './call.js'
import { identify, register } from './identify.js'
import type { Interaction, InteractionEvent } from './interaction.js'
import { checkProfile } from './missing-profile.js'
import { checkFactorsSetUp, checkSecondFactor, suggestFactors, suggestPasskey } from './second-factor.js'
import { checkCaptcha, checkEvent } from './sign-in-rules.js'

/** The course of an interaction: it begins, someone is identified, it ends. */
export const flow: Readonly<Record<string, ExperienceHandler>> = {
  'PUT /api/experience'({ tenant, body, start }) {
    const event = body.interactionEvent as InteractionEvent
    checkEvent(tenant, event)
    if (body.captchaToken !== undefined && !tenant.documents.has('/api/captcha-provider')) {
      throw new Refusal(422, 'session.captcha_failed', 'There is no captcha provider to check the token with.')
    }
    const interaction = start(event)
    interaction.captcha.verified = body.captchaToken !== undefined
    return { status: 204 }
  },
  'PUT /api/experience/interaction-event'({ tenant, body, interaction }) {
    const event = body.interactionEvent as InteractionEvent
    const oneTime = interaction.verifications.some(({ type, verified }) => type === 'OneTimeToken' && verified)
    checkEvent(tenant, event, oneTime)
    if ((event === 'ForgotPassword') !== (interaction.event === 'ForgotPassword')) {
      throw new Refusal(
        400,
        'session.not_supported_for_forgot_password',
        'A new password has an interaction of its own.',
      )
    }
    if (event !== interaction.event) interaction.profile = {}
    interaction.event = event
    return { status: 204 }
  },
  'GET /api/experience/interaction': ({ interaction }) => ({ body: interaction.shown }),
  'POST /api/experience/identification'({ tenant, body, interaction }) {
    const id = body.verificationId as string | undefined
    if (interaction.event === 'Register') {
      register(tenant, interaction, id)
      return { status: 201 }
    }
    identify(tenant, interaction, id ?? '')
    return { status: 204 }
  },
  async 'POST /api/experience/submit'({ tenant, interaction, finish }) {
    checkCaptcha(tenant, interaction)
    const { user, event } = interaction
    if (event === 'ForgotPassword') {
      if (interaction.profile.password === undefined) {
        throw new Refusal(422, 'user.new_password_required_in_profile', 'Set the new password first.')
      }
      store(tenant, user, interaction)
      await finish({})
      return { status: 204 }
    }
    if (event === 'SignIn') checkSecondFactor(tenant, interaction)
    refuseConflicts(tenant, user, interaction.profile)
    checkProfile(tenant, user, interaction.profile)
    suggestPasskey(tenant, interaction)
    suggestFactors(tenant, interaction)
    checkFactorsSetUp(tenant, interaction)
    store(tenant, user, interaction)
    user.lastSignInAt = Date.now()
    return { body: { redirectTo: await finish({ login: { accountId: String(user.id) }, ...interaction.shown }) } }
  },
}

/** Writes what was given during the interaction into the account. */
function store(tenant: Tenant, user: Row, { profile, mfa }: Interaction): void {
  tenant.table('users').change(user, accountOf(user, profile))
  joinOrganizations(tenant, user, profile)
  const id = String(user.id)
  if (mfa.enabled) changeUserConfigs(tenant, user, { mfa: { enabled: true } })
  if (mfa.passkeySkipped) changeUserConfigs(tenant, user, { passkeySignIn: { skipped: true } })
  if (mfa.skipped) changeUserConfigs(tenant, user, { mfa: { skipped: true } })
  if (mfa.suggestionSkipped) changeUserConfigs(tenant, user, { mfa: { additionalBindingSuggestionSkipped: true } })
  if (mfa.totp) addFactor(tenant, id, { type: 'Totp', secret: mfa.totp })
  if (mfa.backupCodes) {
    for (const old of factorsOf(tenant, id)) if (old.type === 'BackupCode') removeFactor(tenant, old)
    addFactor(tenant, id, { type: 'BackupCode', codes: mfa.backupCodes.map((code) => ({ code })) })
  }
}
