import { endLogin } from '../../access/auth/stored-login.js'
import { isEndUser, profileCredential } from '../../access/auth/tenant.js'
import type { Profile } from '../../access/profiles/profile.js'
import type { LoginProgram } from './program.js'
import { clientFor, provisionalTenant } from './prove.js'

/**
 * Ends a login by browser at the tenant, and forgets it here; other profiles have nothing to end. Returns what is to be
 * said of it. Never fails: a tenant that cannot be reached ends the login by itself one day.
 */
export async function endAtTenant(name: string, profile: Profile, program: LoginProgram): Promise<string | undefined> {
  if (profile.kind !== 'device' && profile.kind !== 'user') return undefined
  const credential = await profileCredential(name, profile, program.env)
  if (credential.kind !== 'refresh') return undefined
  const tenant = provisionalTenant(new URL(profile.endpoint), profile.resource ?? '', {
    [isEndUser(profile) ? 'user' : 'management']: credential,
    insecureHttp: profile.insecureHttp === true,
  })
  const client = clientFor(tenant, program.context)
  try {
    const revoked = await endLogin(credential, client.fetcher(), {
      env: program.env,
      signal: program.context.client.signal,
    })
    return revoked === false ? 'the tenant does not let this login be revoked: it ends there by itself' : undefined
  } catch (error) {
    return `the login could not be ended at the tenant: ${error instanceof Error ? error.message : String(error)}`
  } finally {
    await client.close()
  }
}
