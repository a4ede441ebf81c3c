import { printAnswer } from '../../call/operation/print-answer.js'
import { isMachineFormat } from '../../call/output/format.js'
import { authorizationWishes } from './authorization-wishes.js'
import { beginSignIn } from './begin.js'
import { byCodeSent } from './first-factor.js'
import { addressOf, identifiersOf, said } from './identifiers.js'
import { type ExperienceProgram, tenantOf } from './program.js'
import { Secrets } from './secrets.js'
import { Steps } from './steps.js'
import { submit } from './submit.js'

/** `experience reset-password --identifier`: a whole reset of a forgotten password, by a code that is sent. */
export async function resetPassword(
  flags: Readonly<Record<string, unknown>>,
  program: ExperienceProgram,
): Promise<void> {
  const { settings, streams, sources, say, root } = program
  const [identifier] = identifiersOf(flags.identifier)
  const address = addressOf(identifier)
  const secrets = new Secrets(flags, sources, settings, say)
  const wishes = authorizationWishes({ ...flags, 'client-id': flags['app-id'] })
  const tenant = await tenantOf(program)
  const { client } = await beginSignIn(wishes, tenant, { name: 'reset-password' }, program)
  const steps = new Steps(client, root, say)
  try {
    await say(`begun: a password reset at ${tenant.endpoint.origin}`)
    await steps.take('init', 'beginning the password reset', { interactionEvent: 'ForgotPassword' })
    const verificationId = await byCodeSent(address, 'ForgotPassword', secrets, steps)
    await steps.take('identify', 'finding the user', { verificationId })
    await say(`${said(address)} is known`)
    const password = await secrets.read('password', 'New password')
    await steps.take('reset-password', 'setting the new password', { password })
    await submit(steps)
  } finally {
    await client.close()
  }
  const says = `the new password of ${said(address)} is set`
  // For people it ends the account of the steps, wherever stdout leads.
  if (!isMachineFormat(settings.format)) return say(says)
  await printAnswer({ kind: 'empty', status: 204, says }, settings, streams)
}
