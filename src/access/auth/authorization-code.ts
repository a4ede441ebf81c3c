import type { AuthorizationServer, TokenEndpointResponse } from 'oauth4webapi'
import { NetworkError, NotAllowedError } from '../../base/errors.js'
import { callOAuth, clientAuth, parameters } from './oauth-call.js'
import type { TokenFetcher } from './token-fetcher.js'

/** Seconds by which the clocks of the tenant and of this machine may differ. */
const clockTolerance = 60

/** What is unforgeable in an authorization request: it ties the answer to it (RFC 6749, RFC 7636, OpenID Connect). */
export interface Proofs {
  state: string
  nonce: string
  codeVerifier: string
}

/** Makes the proofs of one request, and the challenge that goes out in the place of the verifier. */
export async function newProofs(): Promise<Proofs & { codeChallenge: string }> {
  const oauth = await import('oauth4webapi')
  const codeVerifier = oauth.generateRandomCodeVerifier()
  return {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    codeVerifier,
    codeChallenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
  }
}

/** One authorization request that the tenant has answered. */
export interface Answered extends Proofs {
  server: AuthorizationServer
  /** The client id. */
  id: string
  /** Of an application that has one. */
  secret?: string | undefined
  redirectUri: string
  /** The redirect URI as the tenant sent it back, with its parameters. */
  callback: URL
  /** What the access token is for; without one it is opaque. */
  resource?: string | undefined
}

/**
 * Redeems the code of an answered authorization request (RFC 6749, section 4.1.3) and gives what the token endpoint
 * answered. Checks first that the answer is this request's (`state`) and this tenant's (`iss`, RFC 9207), and of an ID
 * token the issuer, audience, time and nonce. Throws a NetworkError for an answer that belongs elsewhere, a
 * NotAllowedError with the server's code for one that refuses, and the failures of `refusal`.
 */
export async function redeemCode(answered: Answered, fetch: TokenFetcher): Promise<TokenEndpointResponse> {
  const { server, id, secret, redirectUri, codeVerifier, nonce, resource } = answered
  const oauth = await import('oauth4webapi')
  const client = { client_id: id, [oauth.clockTolerance]: clockTolerance }
  const callback = await checkedCallback(answered)
  const code = callback.get('code') ?? ''
  return callOAuth(
    {
      fetch,
      asked: { grant: 'code', url: new URL(server.token_endpoint ?? server.issuer), id, resource },
      secrets: [code, codeVerifier, ...(secret === undefined ? [] : [secret])],
      wantsIdToken: true,
    },
    (_, options) =>
      oauth.authorizationCodeGrantRequest(
        server,
        client,
        clientAuth(oauth, secret),
        callback,
        redirectUri,
        codeVerifier,
        {
          ...options,
          additionalParameters: parameters({ resource }),
        },
      ),
    async (_, response) => {
      try {
        const hasIdToken = (await response.clone().text()).includes('"id_token"')
        const expected = hasIdToken ? { expectedNonce: nonce } : {}
        const answer = (await response.clone().json()) as TokenEndpointResponse
        await oauth.processAuthorizationCodeResponse(server, client, response, expected)
        return answer
      } catch (error) {
        // A claim that differs or is out of its time, and one that is missing.
        const isOfJwt = /^(OAUTH_JWT|OAUTH_INVALID_RESPONSE)/.test((error as { code?: string }).code ?? '')
        const isClaim =
          isOfJwt && error instanceof oauth.OperationProcessingError && /JWT|ID Token/i.test(error.message)
        throw isClaim ? badIdToken(error.message) : error
      }
    },
  )
}

/** Says whether the redirect's parameters are the answer to this request, and one that grants it. */
async function checkedCallback({ server, id, callback, state }: Answered): Promise<URLSearchParams> {
  const oauth = await import('oauth4webapi')
  const given = callback.searchParams
  const issuer = given.get('iss')
  if (given.get('state') !== state) {
    throw elsewhere('state_mismatch', "the redirect does not carry this sign-in's state: it answers another request")
  }
  const isNamed = server.authorization_response_iss_parameter_supported === true
  if (issuer === null ? isNamed : issuer !== server.issuer) {
    throw elsewhere('issuer_mismatch', `the redirect comes from the issuer ${issuer ?? '(none)'}, not ${server.issuer}`)
  }
  try {
    return oauth.validateAuthResponse(server, { client_id: id }, callback, state)
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw denied(error.error, error.error_description)
    throw elsewhere('bad_callback', 'the redirect is no answer to an authorization request')
  }
}

/** An authorization request that was refused by way of the redirect URI (RFC 6749, section 4.1.2.1). */
export function denied(error: string, description: string | undefined): NotAllowedError {
  const words: Readonly<Record<string, readonly [string, string]>> = {
    access_denied: ['the sign-in or the consent was denied', 'the user, or a rule of the tenant, refused it'],
    login_required: ['the user is not signed in, and nobody may be asked', 'leave --prompt none out'],
    consent_required: ['the user has not agreed to this application', 'leave --prompt none out'],
    invalid_scope: ['a scope is unknown to the tenant, or not for this application', 'check --scope'],
    invalid_target: ['a resource indicator is unknown to the tenant', 'check --resource; see `logto resources list`'],
    unauthorized_client: ['the application may not sign users in this way', 'check its type: logto apps get'],
  }
  const [message, hint] = words[error] ?? ['the authorization request was refused', 'see the description above']
  return new NotAllowedError(`${message} (${error})`, { code: `oidc.${error}`, details: description, hint })
}

function elsewhere(code: string, message: string): NetworkError {
  return new NetworkError(message, {
    code: `experience.${code}`,
    hint: 'the code was not used; begin another sign-in, and see what stands between this machine and the tenant',
  })
}

function badIdToken(why: string): NetworkError {
  return new NetworkError(`the ID token is not this sign-in's: ${why}`, {
    code: 'experience.bad_id_token',
    hint: "the tokens are not used; check the tenant's address, its clock and this machine's",
  })
}
