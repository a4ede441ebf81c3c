import { NetworkError } from '../../base/errors.js'
import { requestClientToken } from './client-credentials.js'
import { type Credential, lockName, type RenewableCredential } from './credential.js'
import type { IssuedToken } from './issued-token.js'
import { requestRefreshedToken } from './refresh.js'
import { isFresh, TokenCache } from './token-cache.js'
import { fits } from './token-claims.js'
import { requestExchangedToken } from './token-exchange.js'
import type { TokenFetcher } from './token-fetcher.js'
import { underLock } from './token-lock.js'

export type { TokenFetcher } from './token-fetcher.js'

/** A token to send, and how to get another where that is possible. */
export interface AccessToken {
  value: string
  /** Gets a new one past the cache; undefined when the token's own claims explain its refusal. */
  renew?: () => Promise<string | undefined>
}

/** Milliseconds to wait for another process that is requesting the same token. */
const patienceMs = 10_000

/** Longer for a login: its refresh token must not be used twice. */
const patienceForLoginMs = 30_000

/** What this process has got already, also where nothing is kept between runs. */
const known = new WeakMap<RenewableCredential, IssuedToken>()

/** Requests that this process has under way: whoever needs the same token waits for the same answer. */
const underWay = new WeakMap<RenewableCredential, Promise<string>>()

/**
 * A valid access token for `credential`: the given one, a cached one, or a new one. Of many processes that need a new
 * one at the same time, one requests it. Throws the failures of `refusal`.
 */
export async function accessToken(
  credential: Credential,
  fetch: TokenFetcher,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<AccessToken> {
  if (credential.kind === 'token') return { value: credential.token }
  const cache = new TokenCache(credential, env)
  const current = await find(credential, cache)
  const replace = (refused?: string) => {
    const lookAgain = () => find(credential, cache, refused)
    const replacing = underWay.get(credential) ?? obtain(credential, fetch, cache, { env, signal }, lookAgain)
    underWay.set(credential, replacing)
    return replacing.finally(() => underWay.delete(credential))
  }
  if (!current) return { value: await replace() }
  const { value } = current
  return { value, renew: async () => (fits(value, credential) ? replace(value) : undefined) }
}

/** Requests an access token past the cache, as a login must that wants the server's answer, and keeps it. */
export async function newToken(
  credential: RenewableCredential,
  fetch: TokenFetcher,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<string> {
  return obtain(credential, fetch, new TokenCache(credential, env), { env, signal }, async () => undefined)
}

/** The token that this process or another one has already; never the one that was refused. */
async function find(
  credential: RenewableCredential,
  cache: TokenCache,
  refused?: string,
): Promise<IssuedToken | undefined> {
  const own = known.get(credential)
  if (own && isFresh(own) && own.value !== refused) return own
  const kept = await cache.read()
  if (!kept || kept.value === refused) return undefined
  known.set(credential, kept)
  return kept
}

/** Under the lock: what `lookAgain` finds there by now, or else a new token, stored before the lock is given up. */
async function obtain(
  credential: RenewableCredential,
  fetch: TokenFetcher,
  cache: TokenCache,
  { env, signal }: { env: NodeJS.ProcessEnv; signal: AbortSignal | undefined },
  lookAgain: () => Promise<IssuedToken | undefined>,
): Promise<string> {
  const get = async () => {
    const found = await lookAgain()
    if (found) return found.value
    const token = await request(credential, fetch)
    known.set(credential, token)
    // One that lacks the role is not kept: the next run may find the role given.
    if (fits(token.value, credential)) await cache.store(token)
    return token.value
  }
  const isLogin = credential.kind === 'refresh'
  if (!cache.isOn && !isLogin) return get()
  const patience = isLogin ? patienceForLoginMs : patienceMs
  return underLock(lockName(credential), { env, signal, patienceMs: patience }, async (hold) => {
    if (isLogin && hold === 'busy') throw busy()
    return get()
  })
}

function request(credential: RenewableCredential, fetch: TokenFetcher): Promise<IssuedToken> {
  switch (credential.kind) {
    case 'client':
      return requestClientToken(credential, fetch)
    case 'refresh':
      return requestRefreshedToken(credential, fetch)
    case 'exchange':
      return requestExchangedToken(credential, fetch)
  }
}

function busy(): NetworkError {
  return new NetworkError(`another process has been renewing this login for ${patienceForLoginMs / 1000} s`, {
    code: 'auth.login_busy',
    hint: 'wait for it to end, then try again',
  })
}
