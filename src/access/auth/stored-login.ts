import type { RefreshCredential } from './credential.js'
import { lockName } from './credential.js'
import type { TokenSet } from './issued-token.js'
import { revokeToken } from './revoke.js'
import { TokenCache } from './token-cache.js'
import type { TokenFetcher } from './token-fetcher.js'
import { underLock } from './token-lock.js'

/** Milliseconds to wait for a process that is renewing the login about to be replaced. */
const patienceMs = 30_000

export interface LoginOptions {
  env: NodeJS.ProcessEnv
  signal?: AbortSignal
}

/**
 * Stores a new login in the place of the one before, of which nothing stays; not while another process renews that one
 * and would write over it. An opaque token that came with it is kept too.
 */
export async function keepLogin(
  credential: RefreshCredential,
  { token, refreshToken }: TokenSet,
  options: LoginOptions,
): Promise<void> {
  const cache = new TokenCache(credential, options.env)
  await underLock(lockName(credential), { ...options, patienceMs }, async () => {
    await cache.clear()
    if (refreshToken === undefined) await credential.refreshToken.remove()
    else await credential.refreshToken.write(refreshToken)
    if (credential.resource === undefined) await cache.store(token)
  })
}

/**
 * Removes a login from this machine, then revokes it where the server allows that. Gives whether it is revoked, or
 * undefined when there was no login; throws when the server cannot be reached, with the login removed all the same.
 */
export async function endLogin(
  credential: RefreshCredential,
  fetch: TokenFetcher,
  options: LoginOptions,
): Promise<boolean | undefined> {
  const token = await underLock(lockName(credential), { ...options, patienceMs }, async () => {
    const held = await credential.refreshToken.read()
    await new TokenCache(credential, options.env).clear()
    await credential.refreshToken.remove()
    return held
  })
  if (!token) return undefined
  const { tokenUrl, id } = credential
  return revokeToken({ tokenUrl, id, token }, fetch)
}
