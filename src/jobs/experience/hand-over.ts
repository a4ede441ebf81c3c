import type { TokenEndpointResponse } from 'oauth4webapi'
import type { RefreshCredential } from '../../access/auth/credential.js'
import { tokensOf } from '../../access/auth/issued-token.js'
import type { Tenant } from '../../access/auth/tenant.js'
import { TokenCache } from '../../access/auth/token-cache.js'
import type { Session } from '../../access/interaction/session.js'
import type { Storage } from '../../access/profiles/profile.js'
import { decodeJwt } from '../../access/tokens/decode.js'
import { NotAllowedError, UsageError } from '../../base/errors.js'
import { printAnswer } from '../../call/operation/print-answer.js'
import { memoryStorage } from '../login/memory-storage.js'
import { type Keeping, keepProfile, type ProfileWishes, prepareKeeping } from '../login/new-profile.js'
import type { ExperienceProgram } from './program.js'

/** Where the tokens of a sign-in go: to stdout, or into a profile. */
export interface HandOver {
  decode: boolean
  /** The profile to make (`--save`), prepared before anything is asked of the tenant. */
  profile?: { keeping: Keeping; wishes: ProfileWishes }
}

/**
 * Reads `--save`, `--storage` and `--decode`, and makes sure that a profile could be kept. Throws a UsageError where no
 * refresh token will come, without which a profile would end within the hour.
 */
export async function handOverOf(
  flags: Readonly<Record<string, unknown>>,
  scope: string,
  { settings, streams, say }: ExperienceProgram,
): Promise<HandOver> {
  const decode = flags.decode === true
  const name = flags.save as string | undefined
  if (name === undefined) return { decode }
  if (!scope.split(' ').includes('offline_access')) {
    throw new UsageError('--save needs a refresh token, and the scope offline_access was not asked for', {
      code: 'usage.no_refresh_token',
      hint: "begin the sign-in with --scope 'openid offline_access profile'",
    })
  }
  if (flags['client-secret-stdin'] === true) {
    throw new UsageError('--save is for an application without a secret', {
      code: 'usage.bad_flags',
      hint: 'sign in to a single-page or native application',
    })
  }
  const wishes: ProfileWishes = {
    name,
    storage: flags.storage as Storage | undefined,
    readOnly: undefined,
    protected: undefined,
    noInput: settings.noInput,
    // An administrator who tries a sign-in does not mean to be that user from then on.
    mayBeDefault: false,
  }
  return { decode, profile: { keeping: await prepareKeeping(wishes, { ...streams, err: say }), wishes } }
}

/** Prints the tokens, as the token endpoint gave them or decoded, or keeps them as a profile of the end user. */
export async function handOver(
  tokens: TokenEndpointResponse,
  session: Session,
  { insecureHttp }: Tenant,
  { decode, profile }: HandOver,
  { settings, streams, say, context }: ExperienceProgram,
): Promise<void> {
  if (!profile) {
    const value = decode ? decodedTokens(tokens) : tokens
    return printAnswer({ kind: 'object', value }, settings, streams, undefined, true)
  }
  const { keeping, wishes } = profile
  if (tokens.refresh_token === undefined) {
    throw new NotAllowedError('the tenant gave no refresh token, so a profile would end within the hour', {
      code: 'auth.no_refresh_token',
      hint: 'let the application issue refresh tokens, and ask for consent: --prompt consent',
    })
  }
  const { endpoint, clientId, server, resources } = session
  const [resource] = resources
  const tokenUrl = new URL(server.token_endpoint ?? server.issuer)
  const cache = memoryStorage()
  const credential: RefreshCredential = {
    kind: 'refresh',
    id: clientId,
    tokenUrl,
    owner: keeping.id,
    cache,
    refreshToken: memoryStorage(tokens.refresh_token),
  }
  // A token for a resource is not what the account commands send.
  if (resource === undefined) await new TokenCache(credential, context.env).store(tokensOf(tokens).token)
  const signedIn = {
    kind: 'user' as const,
    endpoint,
    tokenUrl: tokenUrl.href,
    clientId,
    ...(insecureHttp ? { insecureHttp: true as const } : {}),
  }
  const secrets = {
    'refresh-token': tokens.refresh_token,
    ...(cache.text === undefined ? {} : { 'token-cache': cache.text }),
  }
  await keepProfile(signedIn, secrets, keeping, wishes, { ...streams, err: say })
}

/** Each token with its contents in the place of its text; an opaque one has none. */
function decodedTokens(tokens: TokenEndpointResponse): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tokens).map(([name, value]) =>
      /_token$/.test(name) && typeof value === 'string' ? [name, decodeJwt(value) ?? 'opaque'] : [name, value],
    ),
  )
}
