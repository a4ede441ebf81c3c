import type { KeyObject } from 'node:crypto'
import { errors, type JWTPayload, jwtVerify } from 'jose'
import { Refusal } from './refusal.js'

/** Resource indicator of the Management API of a self-hosted tenant, whatever its address. */
export const managementResource = 'https://default.logto.app/api'

/** Most tokens whose check is remembered: a check of the signature takes longer than what most requests do. */
const remembered = 100

/** Lets in who may use the Management API. */
export class ManagerGate {
  /** Tokens that passed, with the end of their life in epoch milliseconds. */
  readonly #admitted = new Map<string, number>()

  constructor(
    private readonly issuer: string,
    private readonly key: KeyObject,
  ) {}

  /**
   * Passes a request whose bearer token is a JWT of this issuer for the Management API that holds the scope `all`;
   * refuses any other as Logto does, with the name of what is wrong.
   */
  async admit(authorization: string | undefined): Promise<void> {
    const token = bearer(authorization)
    if ((this.#admitted.get(token) ?? 0) > Date.now()) return
    const { exp = 0 } = await managerClaims(token, this.issuer, this.key)
    const [oldest] = this.#admitted.keys()
    if (this.#admitted.size >= remembered && oldest !== undefined) this.#admitted.delete(oldest)
    this.#admitted.set(token, exp * 1000)
  }
}

async function managerClaims(token: string, issuer: string, key: KeyObject): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, key, { issuer, audience: managementResource }).catch((error) => {
    if (error instanceof errors.JWTClaimValidationFailed) throw unauthorized(error.code, error.claim)
    throw unauthorized(error instanceof errors.JOSEError ? error.code : undefined)
  })
  if (
    !String(payload.scope ?? '')
      .split(' ')
      .includes('all')
  ) {
    throw new Refusal(403, 'auth.forbidden', 'The token does not hold the scope `all`.')
  }
  return payload
}

/** The token of an `Authorization: Bearer` header. */
export function bearer(authorization: string | undefined): string {
  if (!authorization) throw new Refusal(401, 'auth.authorization_header_missing', 'There is no Authorization header.')
  const [type, token = ''] = authorization.split(' ')
  if (type?.toLowerCase() === 'bearer' && token) return token
  const data = { supportedTypes: ['Bearer'] }
  throw new Refusal(401, 'auth.authorization_token_type_not_supported', 'The type of authorization is not known.', {
    data,
  })
}

export function unauthorized(code?: string, claim?: string): Refusal {
  const data = { ...(code ? { code } : {}), ...(claim ? { claim } : {}) }
  const extra = code || claim ? { data } : {}
  return new Refusal(401, 'auth.unauthorized', 'The token is not accepted.', extra)
}
