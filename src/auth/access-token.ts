import { NetworkError } from '../errors.js'
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
  const held = known.get(credential)
  const current = held && isFresh(held) ? held : await new TokenCache(credential, env).read()
  const replace = (refused?: string) => newToken(credential, fetch, { env, signal, mayShare: true, refused })
  if (!current) return { value: await replace() }
  known.set(credential, current)
  const { value } = current
  return { value, renew: async () => (fits(value, credential) ? replace(value) : undefined) }
}

export interface NewTokenOptions {
  env: NodeJS.ProcessEnv
  signal?: AbortSignal | undefined
  /** Take what another process has stored meanwhile; a login does not, it must see the server's answer. */
  mayShare?: boolean
  /** The token that the API refused: not to be given again. */
  refused?: string | undefined
}

/** Requests an access token and keeps it. Throws the failures of `refusal`. */
export async function newToken(
  credential: RenewableCredential,
  fetch: TokenFetcher,
  { env, signal, mayShare = false, refused }: NewTokenOptions,
): Promise<string> {
  const cache = new TokenCache(credential, env)
  const isLogin = credential.kind === 'refresh'
  const get = async () => {
    const shared = mayShare ? await cache.read() : undefined
    const token = shared && shared.value !== refused ? shared : await request(credential, fetch)
    known.set(credential, token)
    // One that lacks the role is not kept: the next run may find the role given.
    if (token !== shared && fits(token.value, credential)) await cache.store(token)
    return token.value
  }
  if (!cache.isOn && !isLogin) return get()
  return underLock(
    lockName(credential),
    { env, signal, patienceMs: isLogin ? patienceForLoginMs : patienceMs },
    async (hold) => {
      if (isLogin && hold === 'busy') throw busy()
      return get()
    },
  )
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
