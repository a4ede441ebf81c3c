import { loginScopes } from '../../access/auth/user-scopes.js'
import { checkSessionName, SessionStore } from '../../access/interaction/session-store.js'
import { UsageError } from '../../base/errors.js'
import { authorizationWishes } from './authorization-wishes.js'
import { beginSignIn } from './begin.js'
import { withFieldNames } from './extra-fields.js'
import { firstFactor } from './first-factor.js'
import { handOver, handOverOf } from './hand-over.js'
import { identifiersOf, said } from './identifiers.js'
import { addProfile, profileFields } from './profile-data.js'
import { type ExperienceProgram, tenantOf } from './program.js'
import { proveSecondFactor } from './second-factor.js'
import { Secrets } from './secrets.js'
import { Steps } from './steps.js'
import { nowhere, submit } from './submit.js'
import { obtainTokens } from './tokens.js'

/** `experience sign-in`: a whole sign-in or sign-up, from the authorization request to the tokens. */
export async function signIn(flags: Readonly<Record<string, unknown>>, program: ExperienceProgram): Promise<void> {
  const { settings, context, sources, say, root } = program
  const event = flags.register === true ? 'Register' : 'SignIn'
  const codeTo = flags['mfa-code'] as 'email' | 'phone' | undefined
  const [identifier, ...others] = identifiersOf(flags.identifier)
  const secrets = new Secrets(flags, sources, settings, say)
  const verify = firstFactor(identifier, event, secrets, codeTo !== undefined)
  const wishes = authorizationWishes(flags, flags.save === undefined ? {} : { scope: loginScopes })
  const setsPassword = event === 'Register' && identifier.type !== 'username' && secrets.has('password')
  const profile = { identifiers: others, fields: profileFields(flags), setsPassword }
  refuseTwoSecondFactors(secrets, codeTo)
  if (settings.session !== undefined) checkSessionName(settings.session)
  const tenant = await tenantOf(program)
  const destination = await handOverOf(flags, wishes.scope, program)

  // Without a name it is kept nowhere: nothing is left behind, however it ends.
  const store = settings.session === undefined ? undefined : new SessionStore(context.env)
  const place = { name: settings.session ?? 'sign-in', ...(store ? { store } : {}) }
  const { client, interaction } = await beginSignIn(wishes, tenant, place, program)
  const steps = new Steps(client, root, say)
  let isMade = false
  try {
    await say(
      `begun: a ${event === 'Register' ? 'sign-up' : 'sign-in'} to ${wishes.clientId} at ${tenant.endpoint.origin}`,
    )
    await steps.take('init', event === 'Register' ? 'beginning the sign-up' : 'beginning the sign-in', {
      interactionEvent: event,
    })
    const verificationId = await verify(steps)
    if (event === 'Register') await addProfile(profile, event, secrets, steps)
    await steps.take('identify', event === 'Register' ? 'making the account' : 'finding the user', { verificationId })
    isMade = event === 'Register'
    await say(isMade ? `the account of ${said(identifier)} is made` : `${said(identifier)} is known`)
    const redirectTo = await submit(steps, {
      'session.mfa.require_mfa_verification': async (refused) => {
        await proveSecondFactor(refused, { codeTo }, secrets, steps)
        return true
      },
      'user.missing_profile': async (refused) => {
        if (event === 'SignIn' && (await addProfile(profile, event, secrets, steps))) return true
        throw await withFieldNames(refused, steps)
      },
    })
    await say('the tenant is satisfied')
    if (!redirectTo) throw nowhere()
    const secret = async () =>
      secrets.has('client-secret') ? secrets.read('client-secret', 'Client secret') : undefined
    const tokens = await obtainTokens(client, interaction, redirectTo, { secret, say })
    isMade = false
    await handOver(tokens, interaction.session, tenant, destination, program)
    if (store && settings.session !== undefined) await store.remove(settings.session)
  } catch (error) {
    if (isMade) await say('the account is there all the same: sign in without --register')
    if (store) await say(`the sign-in is kept as session ${settings.session}: single steps can go on from here`)
    throw error
  } finally {
    await client.close()
  }
}

function refuseTwoSecondFactors(secrets: Secrets, codeTo: string | undefined): void {
  const given = [
    ...(secrets.has('totp-secret') ? ['--totp-secret'] : []),
    ...(secrets.has('backup-code') ? ['--backup-code'] : []),
    ...(codeTo === undefined ? [] : ['--mfa-code']),
  ]
  if (given.length < 2) return
  throw new UsageError(`${given.join(' and ')} are different second factors`, {
    code: 'usage.bad_flags',
    hint: 'give one of them',
  })
}
