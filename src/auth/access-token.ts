import type { Credential } from '../profiles/environment.js'
import { requestClientToken, type TokenFetcher } from './client-credentials.js'
import { TokenCache } from './token-cache.js'
import { isRenewable } from './token-claims.js'

export type { TokenFetcher } from './client-credentials.js'

/** A token to send, and how to get another where that is possible. */
export interface AccessToken {
  value: string
  /** Fetches a new one past the cache; undefined when the token's own claims explain its refusal. */
  renew?: () => Promise<string | undefined>
}

/** A valid access token for `credential`: the given one, a cached one, or a new one by client credentials. */
export async function accessToken(
  credential: Credential,
  fetch: TokenFetcher,
  env: NodeJS.ProcessEnv,
): Promise<AccessToken> {
  if (credential.kind === 'token') return { value: credential.token }
  const cache = new TokenCache(credential, env)
  const request = async () => {
    const token = await requestClientToken(credential, fetch)
    await cache.store(token)
    return token.value
  }
  const cached = await cache.read()
  const value = cached ?? (await request())
  if (cached === undefined) return { value }
  return { value, renew: async () => (isRenewable(value, credential) ? request() : undefined) }
}
