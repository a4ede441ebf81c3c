import { NotAllowedError } from '../../base/errors.js'
import { type Choice, chooseSource, type ProfileOrigin } from '../profiles/choose-profile.js'
import { ConfigFile } from '../profiles/config-file.js'
import { defaultResource, environmentBundle } from '../profiles/environment.js'
import type { Profile } from '../profiles/profile.js'
import { findProjectFile } from '../profiles/project-file.js'
import type { SecretName, SecretStore } from '../profiles/secret-store.js'
import { signInAgain } from '../profiles/sign-in-again.js'
import type { Credential } from './credential.js'
import type { TokenStorage } from './token-storage.js'
import { opaqueUserToken } from './user-token.js'
import { profileVerification, VerificationMemory } from './verification-record.js'

/** Credentials and the place they go: always from one source, never mixed. */
export interface Tenant {
  /** Address of the API. */
  endpoint: URL
  /** The profile behind it; none when the environment is the source. */
  profile?: { name: string; facts: Profile; from: ProfileOrigin }
  /** What makes every write be refused; empty when writes are allowed. */
  readOnly: readonly string[]
  /** Plain http beyond loopback was allowed at login. */
  insecureHttp?: boolean
  /** The audience that the Management API expects. */
  resource: string
  /** The scope that its tokens are requested with, where that is known. */
  scope?: string
  /** For the Management API; secrets are read when it is called. */
  management?: () => Promise<Credential>
  /** For the Account API: an end user's. */
  user?: () => Promise<Credential>
  /** Beside `user`: what remembers that this end user has just proved who they are. */
  verification?: VerificationMemory
}

/** What the command line says about the tenant. */
export interface TenantFlags {
  profile?: string | undefined
  endpoint?: string | undefined
}

/** A tenant and what is to be said about its choice. */
export interface ChosenTenant {
  tenant: Tenant
  /** For stderr. */
  notices: readonly string[]
}

/**
 * Chooses the tenant (contract, section 4): `--profile`, environment credentials, LOGTO_PROFILE, the project file, the
 * default profile. `isOpen`: for requests that carry no credentials of the tenant's. No secret is read yet. Throws a NotAllowedError when none of them names a tenant, and what
 * `chooseSource` throws.
 */
export async function chooseTenant(
  flags: TenantFlags,
  env: NodeJS.ProcessEnv,
  cwd: string,
  { isOpen = false }: { isOpen?: boolean } = {},
): Promise<ChosenTenant> {
  const notices: string[] = []
  const project = await findProjectFile(cwd, (text) => notices.push(text))
  const config = () => new ConfigFile(env).read()
  const choice = await chooseSource({ flag: flags.profile, endpoint: flags.endpoint, env, project, isOpen, config })
  return { tenant: tenantOf(choice, flags, env), notices: [...notices, ...choice.notices] }
}

function tenantOf({ source, readOnly }: Choice, { endpoint }: TenantFlags, env: NodeJS.ProcessEnv): Tenant {
  if (source.kind === 'profile') return profileTenant(source, readOnly, env)
  const { endpoint: own, management, userToken } = environmentBundle(env, { endpoint })
  return {
    endpoint: own,
    readOnly,
    resource: management?.kind === 'client' ? management.resource : defaultResource(own),
    ...(management?.kind === 'client' ? { scope: management.scope } : {}),
    ...(management ? { management: async () => management } : {}),
    ...(userToken ? environmentUser(own, userToken, env) : {}),
  }
}

function environmentUser(endpoint: URL, token: string, env: NodeJS.ProcessEnv): Pick<Tenant, 'user' | 'verification'> {
  return {
    user: async () => ({ kind: 'token', token: opaqueUserToken(token, 'LOGTO_USER_TOKEN') }),
    // What the environment holds leaves no trace where that is switched off.
    ...(env.LOGTO_TOKEN_CACHE === 'off'
      ? {}
      : { verification: new VerificationMemory(['token', endpoint.origin, token], env) }),
  }
}

function profileTenant(
  { name, profile, from }: { name: string; profile: Profile; from: ProfileOrigin },
  readOnly: readonly string[],
  env: NodeJS.ProcessEnv,
): Tenant {
  const endpoint = new URL(profile.endpoint)
  let opened: Promise<Credential> | undefined
  // One credential for the whole run: what it has got already is remembered by it.
  const credential = () => {
    opened ??= profileCredential(name, profile, env)
    return opened
  }
  return {
    endpoint,
    profile: { name, facts: profile, from },
    readOnly,
    ...(profile.insecureHttp ? { insecureHttp: true } : {}),
    resource: profile.resource ?? defaultResource(endpoint),
    ...(profile.scope === undefined ? {} : { scope: profile.scope }),
    ...(isEndUser(profile)
      ? { user: credential, verification: profileVerification(profile, env) }
      : { management: credential }),
  }
}

/** An end user's profile opens the Account API, every other one the Management API. */
export function isEndUser({ kind }: Profile): boolean {
  return kind === 'user' || kind === 'user-token' || kind === 'impersonation'
}

/** The credential of a profile; what it keeps secret is read when it is needed. */
export async function profileCredential(name: string, profile: Profile, env: NodeJS.ProcessEnv): Promise<Credential> {
  const { openStore } = await import('../profiles/open-store.js')
  const store = await openStore(profile.storage, env)
  const secret = async (secretName: SecretName) => {
    const value = await store.get(profile.id, secretName)
    if (value !== undefined) return value
    throw new NotAllowedError(
      `the ${secretName.replace('-', ' ')} of profile ${name} is gone from ${store.describe()}`,
      {
        code: 'auth.secret_missing',
        hint: `sign in again: ${signInAgain(name, profile)}`,
      },
    )
  }
  if (profile.kind === 'token' || profile.kind === 'impersonation')
    return { kind: 'token', token: await givenToken(name, profile, secret) }
  const shared = {
    id: profile.clientId ?? '',
    tokenUrl: new URL(profile.tokenUrl),
    owner: profile.id,
    cache: storedSecret(store, profile.id, 'token-cache'),
    ...(profile.resource === undefined ? {} : { resource: profile.resource }),
    ...(profile.scope === undefined ? {} : { scope: profile.scope }),
  }
  switch (profile.kind) {
    case 'client':
      return {
        ...shared,
        kind: 'client',
        resource: profile.resource ?? defaultResource(new URL(profile.endpoint)),
        scope: profile.scope ?? 'all',
        secret: () => secret('client-secret'),
      }
    case 'user-token':
      return { ...shared, kind: 'exchange', subjectToken: () => secret('access-token') }
    default:
      return {
        ...shared,
        kind: 'refresh',
        refreshToken: storedSecret(store, profile.id, 'refresh-token'),
        again: signInAgain(name, profile),
      }
  }
}

/** A stored token cannot be renewed: once it has ended, only a new login helps. */
async function givenToken(
  name: string,
  profile: Profile,
  secret: (name: SecretName) => Promise<string>,
): Promise<string> {
  const { expiresAt } = profile
  if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now()) {
    throw new NotAllowedError(`the token of profile ${name} expired at ${expiresAt}`, {
      code: 'auth.login_lapsed',
      hint: `${profile.kind === 'impersonation' ? 'get another one' : 'sign in again'}: ${signInAgain(name, profile)}`,
    })
  }
  return secret('access-token')
}

/** One secret of a profile as a place for a token. */
export function storedSecret(store: SecretStore, profileId: string, name: SecretName): TokenStorage {
  return {
    read: () => store.get(profileId, name),
    write: (text) => store.set(profileId, name, text),
    remove: () => store.delete(profileId, name),
  }
}
