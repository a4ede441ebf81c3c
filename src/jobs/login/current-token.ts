import { chooseTenant } from '../../access/auth/tenant.js'
import type { LoginProgram } from './program.js'
import { clientFor } from './prove.js'

/** The access token that commands would send: the Management API's, or an end user's where that is what there is. */
export async function currentToken(
  flags: Readonly<Record<string, unknown>>,
  user: boolean,
  { env, streams, context }: LoginProgram,
): Promise<string> {
  const wanted = { profile: flags.profile as string | undefined, endpoint: flags.endpoint as string | undefined }
  const { tenant, notices } = await chooseTenant(wanted, env, process.cwd())
  for (const text of notices) await streams.err(text)
  const client = clientFor(tenant, context)
  try {
    return await client.accessToken(user || !tenant.management ? 'user' : 'management')
  } finally {
    await client.close()
  }
}
