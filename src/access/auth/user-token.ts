import { NotAllowedError } from '../../base/errors.js'
import { decodeJwt } from '../tokens/decode.js'

/**
 * Returns the text, or throws a NotAllowedError when it is a JWT: the Account API takes opaque tokens only, and would
 * answer a bare 401. `from` says where it came from.
 */
export function opaqueUserToken(token: string, from: string): string {
  if (!decodeJwt(token)) return token
  throw new NotAllowedError(`${from} is a JWT, and the account commands need an opaque token`, {
    code: 'auth.user_token_is_jwt',
    hint: 'request the token without a resource and without an organization; or sign in with `logto login --user`',
  })
}
