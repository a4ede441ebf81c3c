import { chooseTenant, type Tenant } from '../../access/auth/tenant.js'
import { environmentCredential } from '../../access/profiles/credential-names.js'
import type { Profile } from '../../access/profiles/profile.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import type { Patient, Situation } from './situation.js'
import type { Finding } from './step.js'

/** Which tenant is in force here, and why. `open` makes a client for it. */
export async function checkTenant(
  { settings, env, cwd }: Situation,
  open: (tenant: Tenant) => TenantClient,
): Promise<Finding<Patient>> {
  const { tenant, notices } = await chooseTenant(settings, env, cwd)
  const tokenUrl = await tokenUrlOf(tenant)
  const hosts = [tenant.endpoint, ...(tokenUrl && tokenUrl.origin !== tenant.endpoint.origin ? [tokenUrl] : [])]
  const authority = !tenant.management && tenant.user ? 'user' : 'management'
  const ignored = notices.find((text) => text.includes(' is ignored'))
  return {
    ...(ignored === undefined ? {} : { status: 'warning' }),
    message: [`${origin(tenant, env)} at ${tenant.endpoint.origin}`, ...(ignored ? [ignored] : [])].join('; '),
    ...(ignored === undefined ? {} : { hint: 'unset what is ignored, or give --profile' }),
    details: {
      profile: tenant.profile?.name ?? null,
      from: tenant.profile?.from ?? 'environment',
      endpoint: tenant.endpoint.origin,
      resource: tenant.resource,
      tokenUrl: tokenUrl?.href ?? null,
      readOnly: tenant.readOnly,
    },
    value: { tenant, client: open(tenant), authority, tokenUrl, hosts },
  }
}

/** The environment's credential is at hand; of a profile no secret is read. */
async function tokenUrlOf({ profile, management }: Tenant): Promise<URL | undefined> {
  if (profile) return profile.facts.kind === 'token' ? undefined : new URL(profile.facts.tokenUrl)
  const credential = await management?.()
  return credential && 'tokenUrl' in credential ? credential.tokenUrl : undefined
}

const kinds: Readonly<Record<Profile['kind'], string>> = {
  client: 'a machine-to-machine application',
  device: 'an administrator',
  token: 'a given token',
  user: 'an end user',
  'user-token': "an end user's personal access token",
  impersonation: 'an impersonated end user',
}

function origin({ profile }: Tenant, env: NodeJS.ProcessEnv): string {
  if (profile) return `profile ${profile.name} (${profile.from}), ${kinds[profile.facts.kind]}`
  const name = environmentCredential(env)
  return name === undefined ? 'no credentials' : `the environment (${name})`
}
