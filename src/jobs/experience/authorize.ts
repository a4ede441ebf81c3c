import { defaultSessionName } from '../../access/interaction/open-interaction.js'
import { checkSessionName, SessionStore } from '../../access/interaction/session-store.js'
import { printAnswer } from '../../call/operation/print-answer.js'
import { authorizationWishes } from './authorization-wishes.js'
import { beginSignIn } from './begin.js'
import { type ExperienceProgram, tenantOf } from './program.js'
import { sessionRow } from './sessions.js'

/** `experience authorize`: begins a sign-in and keeps it as a session. */
export async function authorize(flags: Readonly<Record<string, unknown>>, program: ExperienceProgram): Promise<void> {
  const { settings, streams, say, context } = program
  const wishes = authorizationWishes(flags)
  if (settings.session !== undefined) checkSessionName(settings.session)
  const tenant = await tenantOf(program)
  const name = settings.session ?? defaultSessionName(tenant)
  const { client, interaction } = await beginSignIn(
    wishes,
    tenant,
    { name, store: new SessionStore(context.env) },
    program,
  )
  await client.close()
  const flag = settings.session === undefined ? '' : ` --session ${name}`
  await printAnswer({ kind: 'object', value: sessionRow(interaction.session) }, settings, streams)
  await say(`go on with: logto experience init${flag} --interaction-event SignIn`)
}
