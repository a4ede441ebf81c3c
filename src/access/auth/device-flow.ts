import type { AuthorizationServer, DeviceAuthorizationResponse } from 'oauth4webapi'

import { NetworkError, NotAllowedError } from '../../base/errors.js'
import { pause } from '../../base/pause.js'
import { serverBeside } from './discovery.js'
import { type TokenSet, tokensOf } from './issued-token.js'
import { callOAuth, parameters } from './oauth-call.js'
import { expired } from './oauth-refusal.js'
import type { TokenFetcher } from './token-fetcher.js'
import { openable, webAddress } from './verification-address.js'

/** RFC 8628, section 3.2 and 3.5: seconds between two tries, and by how much `slow_down` lengthens them. */
const defaultInterval = 5
const slowDown = 5

export interface DeviceSignIn {
  /** Of the tenant where the person signs in: for a self-hosted admin, that of the admin endpoint. */
  tokenUrl: URL
  /** A native application with the device flow; `device-demo-app` for a self-hosted admin. */
  id: string
  /** Separated by spaces; `offline_access` brings a refresh token. */
  scope: string
  /** What the refresh token shall open; nothing for an end user's opaque tokens. */
  resource?: string
}

/** What the person needs: where to go, and the code to type there. */
export interface DeviceCode {
  userCode: string
  address: string
  /** The same with the code filled in, where the server offers it. */
  addressWithCode?: string
  /** What may be opened in a browser: on the tenant's own host, else nothing. */
  openable?: URL
  /** Epoch milliseconds. */
  expiresAt: number
}

export interface DeviceOptions {
  onCode: (code: DeviceCode) => void | Promise<void>
  signal?: AbortSignal
  /** Waits between two tries; rejects when the signal is aborted. */
  wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

/**
 * Signs a person in by device flow (RFC 8628): shows a code by `onCode`, then asks at the server's interval until the
 * sign-in is approved in a browser. A failing network makes it ask more slowly, not give up.
 * Throws a NotAllowedError when the sign-in is refused or the code expires, an InterruptedError when `signal` is
 * aborted, and the failures of `refusal`.
 */
export async function signInByDevice(
  signIn: DeviceSignIn,
  fetch: TokenFetcher,
  { onCode, signal, wait = pause }: DeviceOptions,
): Promise<TokenSet> {
  const server = await serverBeside(signIn.tokenUrl, fetch)
  const given = await requestCode(server, signIn, fetch)
  const expiresAt = Date.now() + given.expires_in * 1000
  await onCode(codeFor(given, signIn.tokenUrl, expiresAt))
  let interval = (given.interval ?? defaultInterval) * 1000
  for (;;) {
    await wait(Math.max(0, Math.min(interval, expiresAt - Date.now())), signal)
    if (Date.now() >= expiresAt) {
      const [message, hint] = expired
      throw new NotAllowedError(message, { code: 'oidc.expired_token', hint })
    }
    const outcome = await requestTokens(server, signIn, given.device_code, fetch)
    if (typeof outcome === 'object') return outcome
    if (outcome === 'slow_down') interval += slowDown * 1000
    if (outcome === 'unreachable') interval *= 2
  }
}

function requestCode(
  server: AuthorizationServer,
  { id, scope, resource, tokenUrl }: DeviceSignIn,
  fetch: TokenFetcher,
) {
  const client = { client_id: id }
  const url = new URL(server.device_authorization_endpoint ?? tokenUrl)
  return callOAuth(
    { fetch, asked: { grant: 'device', url, id, resource, scope }, secrets: [] },
    (oauth, options) =>
      oauth.deviceAuthorizationRequest(server, client, oauth.None(), parameters({ scope, resource }), options),
    (oauth, response) => oauth.processDeviceAuthorizationResponse(server, client, response),
  )
}

/** One try: the tokens, or why to try again. */
async function requestTokens(
  server: AuthorizationServer,
  { id, scope, resource, tokenUrl }: DeviceSignIn,
  deviceCode: string,
  fetch: TokenFetcher,
): Promise<TokenSet | 'authorization_pending' | 'slow_down' | 'unreachable'> {
  const client = { client_id: id }
  try {
    return await callOAuth(
      { fetch, asked: { grant: 'device', url: tokenUrl, id, resource, scope }, secrets: [deviceCode] },
      (oauth, options) => oauth.deviceCodeGrantRequest(server, client, oauth.None(), deviceCode, options),
      async (oauth, response) => {
        try {
          return tokensOf(await oauth.processDeviceCodeResponse(server, client, response))
        } catch (error) {
          const said = error instanceof oauth.ResponseBodyError ? error.error : undefined
          if (said === 'authorization_pending' || said === 'slow_down') return said
          throw error
        }
      },
    )
  } catch (error) {
    const isPassing = error instanceof NetworkError && error.code !== 'auth.no_token_endpoint'
    if (isPassing) return 'unreachable'
    throw error
  }
}

function codeFor(given: DeviceAuthorizationResponse, tokenUrl: URL, expiresAt: number): DeviceCode {
  const address = webAddress(given.verification_uri)
  if (!address) {
    throw new NetworkError('the server gives no web address to sign in at', {
      code: 'auth.bad_device_code',
      hint: 'check the endpoint; it must be the address of a Logto tenant',
    })
  }
  const filledIn = webAddress(given.verification_uri_complete ?? '')
  const toOpen = openable(filledIn ?? address, tokenUrl)
  return {
    userCode: given.user_code,
    address: address.href,
    ...(filledIn ? { addressWithCode: filledIn.href } : {}),
    ...(toOpen ? { openable: toOpen } : {}),
    expiresAt,
  }
}
