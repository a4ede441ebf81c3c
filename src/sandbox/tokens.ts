import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { Refusal } from './refusal.js'
import { isRow } from './shape.js'
import type { Row } from './store.js'

/** Resource indicator of the Management API of a self-hosted tenant, whatever its address. */
export const managementResource = 'https://default.logto.app/api'

/** Access tokens as JWTs, signed with a key that lives as long as the sandbox. */
export class Tokens {
  readonly #key = randomBytes(32)

  /** `now` in epoch milliseconds, `lifetime` in seconds. */
  constructor(
    private readonly now: () => number,
    readonly lifetime: number,
    private readonly issuer: () => string,
  ) {}

  issue(clientId: string, resource: string, scope: string): string {
    const issued = Math.floor(this.now() / 1000)
    const claims = {
      jti: randomBytes(12).toString('base64url'),
      iss: this.issuer(),
      sub: clientId,
      client_id: clientId,
      aud: resource,
      iat: issued,
      exp: issued + this.lifetime,
      ...(scope ? { scope } : {}),
    }
    const text = `${encode({ alg: 'HS256', typ: 'at+jwt' })}.${encode(claims)}`
    return `${text}.${this.#sign(text)}`
  }

  /** Passes a request whose bearer token is for the Management API and holds the scope `all`; refuses any other. */
  admit(authorization: string | undefined): void {
    const claims = this.#read(bearer(authorization))
    if (Number(claims.exp) <= this.now() / 1000) throw unauthorized('ERR_JWT_EXPIRED', 'exp')
    if (claims.aud !== managementResource) throw unauthorized('ERR_JWT_CLAIM_VALIDATION_FAILED', 'aud')
    if (
      !String(claims.scope ?? '')
        .split(' ')
        .includes('all')
    ) {
      throw new Refusal(403, 'auth.forbidden', 'The token does not hold the scope `all`.')
    }
  }

  #read(token: string): Row {
    const [head, body, signature, ...rest] = token.split('.')
    if (!head || !body || !signature || rest.length > 0) throw unauthorized('ERR_JWS_INVALID')
    const expected = Buffer.from(this.#sign(`${head}.${body}`))
    const given = Buffer.from(signature)
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
      throw unauthorized('ERR_JWS_SIGNATURE_VERIFICATION_FAILED')
    }
    const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString())
    return isRow(claims) ? claims : {}
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url')
  }
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
  return new Refusal(401, 'auth.unauthorized', 'The token is not accepted.', { data })
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
