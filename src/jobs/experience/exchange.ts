import { openInteraction } from '../../access/interaction/open-interaction.js'
import { SessionStore } from '../../access/interaction/session-store.js'
import { UsageError } from '../../base/errors.js'
import { refuseWrite } from '../../call/operation/protection.js'
import { TenantClient } from '../../call/operation/tenant-client.js'
import { handOver, handOverOf } from './hand-over.js'
import { type ExperienceProgram, tenantOf } from './program.js'
import { Secrets } from './secrets.js'
import { obtainTokens } from './tokens.js'

/** `experience exchange`: turns the submitted interaction of a session into tokens, and ends the session. */
export async function exchange(flags: Readonly<Record<string, unknown>>, program: ExperienceProgram): Promise<void> {
  const { settings, context, sources, say } = program
  const tenant = await tenantOf(program)
  refuseWrite(tenant)
  const interaction = await openInteraction(tenant, settings.session, context.env)
  const { redirectTo, scope, name } = interaction.session
  if (redirectTo === undefined) {
    throw new UsageError('the sign-in is not submitted yet, so there is nothing to exchange', {
      code: 'experience.not_submitted',
      hint: `finish it: logto experience submit${settings.session === undefined ? '' : ` --session ${name}`}`,
    })
  }
  const destination = await handOverOf(flags, scope, program)
  const secrets = new Secrets(flags, sources, settings, say)
  const secret = async () => (secrets.has('client-secret') ? secrets.read('client-secret', 'Client secret') : undefined)
  const client = new TenantClient(tenant, settings, context, interaction)
  try {
    const tokens = await obtainTokens(client, interaction, new URL(redirectTo, tenant.endpoint), { secret, say })
    await handOver(tokens, interaction.session, tenant, destination, program)
    await new SessionStore(context.env).remove(name)
  } finally {
    await client.close()
  }
}
