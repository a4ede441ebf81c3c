import type { Tenant } from '../../access/auth/tenant.js'
import { ConfigFile } from '../../access/profiles/config-file.js'
import { storeProfile } from '../../access/profiles/edit-profiles.js'
import { tokenUrlOf } from '../../access/profiles/endpoint.js'
import { openStore } from '../../access/profiles/open-store.js'
import { checkProfileName } from '../../access/profiles/profile.js'
import { UsageError } from '../../base/errors.js'
import type { Keeping } from '../login/new-profile.js'

/** An access token of a user, and the name under which it is kept. */
export interface Impersonation {
  name: string
  tenant: Tenant
  clientId: string
  token: { accessToken: string; expiresAt: string; scope: string | null; userId: string }
  keeping: Keeping
}

/** Throws a UsageError when the name cannot be one, or is a profile's that somebody has signed in to. */
export async function refuseTakenName(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { profiles } = await new ConfigFile(env).read()
  checkProfileName(name, '--save')
  const former = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (!former || former.kind === 'impersonation') return
  throw new UsageError(`there is a profile ${name} already`, {
    code: 'config.profile_exists',
    hint: 'choose another name: only a former impersonation is replaced',
  })
}

/** Keeps the token as a profile that ends with it. It never becomes the default one: nobody acts as another unawares. */
export async function keepImpersonation(
  { name, tenant, clientId, token, keeping }: Impersonation,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { endpoint, insecureHttp } = tenant
  const { accessToken, expiresAt, scope, userId } = token
  await storeProfile(new ConfigFile(env), (storage) => openStore(storage, env), {
    name,
    profile: {
      ...keeping,
      kind: 'impersonation',
      endpoint: endpoint.href.replace(/\/$/, ''),
      tokenUrl: tokenUrlOf(endpoint).href,
      clientId,
      userId,
      ...(scope === null ? {} : { scope }),
      ...(insecureHttp ? { insecureHttp: true as const } : {}),
      createdAt: new Date().toISOString(),
      expiresAt,
    },
    secrets: { 'access-token': accessToken },
    mayBeDefault: false,
  })
}
