import type { JSONWebKeySet } from 'jose'
import { NetworkError } from '../../base/errors.js'
import { discover } from './discovery.js'
import type { TokenFetcher } from './token-fetcher.js'

/**
 * The public keys of an issuer (RFC 7517), found by its discovery document. To be asked of issuers that the person has
 * chosen, never of one that only a token names. Throws a NetworkError when there are none, and as `discover`.
 */
export async function signingKeys(issuer: URL, fetch: TokenFetcher): Promise<JSONWebKeySet> {
  const { jwks_uri: address } = await discover(issuer, fetch)
  if (address === undefined) throw noKeys(issuer.href, undefined)
  const url = new URL(address)
  const { status, text } = await fetch({ method: 'GET', url, headers: { accept: 'application/json' }, body: '' }, [])
  const keys = status === 200 ? keySetIn(text) : undefined
  if (!keys) throw noKeys(address, status)
  return keys
}

function keySetIn(text: string): JSONWebKeySet | undefined {
  try {
    const value = JSON.parse(text) as Partial<JSONWebKeySet> | null
    return Array.isArray(value?.keys) ? { keys: value.keys } : undefined
  } catch {
    return undefined
  }
}

function noKeys(place: string, status: number | undefined): NetworkError {
  return new NetworkError(`there are no signing keys at ${place}`, {
    code: 'auth.no_signing_keys',
    status,
    hint: 'check the endpoint; --no-verify decodes the token alone',
  })
}
