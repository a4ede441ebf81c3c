import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../facts/operation.js'
import type { ApiRequest } from '../request/request.js'

/**
 * Whether a write hands on power or data: roles and scopes, secrets, addresses that tokens or events go to, what people
 * see as they sign in. Everything that the table of names does not call harmless counts as such; a deletion destroys,
 * and hands on nothing.
 */
export function handsOnPower({ method, harmless }: Operation, { body }: Pick<ApiRequest, 'body'>): boolean {
  if (method === 'GET' || method === 'DELETE' || harmless === true) return false
  if (harmless === undefined || body?.kind !== 'json' || !isPlainObject(body.value)) return true
  return Object.entries(body.value).some(
    ([name, value]) => !harmless.includes(name) && !harmless.includes(`${name}=${JSON.stringify(value)}`),
  )
}
