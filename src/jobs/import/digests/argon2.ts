import { fromBase64 } from './bytes.js'
import { broken, digest, impossible, type Password } from './password.js'

/** A PHC text of Argon2 as Logto takes it: base64 of the standard alphabet, without padding. The order of m, t, p is free. */
export function argon2(text: string): Password {
  const form = /^\$argon2(i|d|id)\$(?:v=(\d+)\$)?(?!v=)([^$]*)\$([^$]*)\$([^$]*)$/.exec(text)
  if (!form) return broken('the hash is not written as Argon2 is: $argon2id$v=19$m=…,t=…,p=…$salt$hash')
  const [, type = '', version, parameters = '', salt = '', hash = ''] = form
  if (version !== '19') return impossible('argon2_version', 'it is Argon2 of an older version than Logto computes')
  if (/keyid=|data=/.test(parameters))
    return impossible('argon2_key', 'it is Argon2 with a key or data beside the password')
  return argon2Parts({ type, parameters, salt: fromBase64(salt), hash: fromBase64(hash) })
}

/** The same from its parts. `parameters` as in the text: `m=7168,t=5,p=1`. */
export function argon2Parts(parts: {
  type: string
  parameters: string
  salt: Buffer | undefined
  hash: Buffer | undefined
}): Password {
  const { type, parameters, salt, hash } = parts
  if (!salt || !hash) return broken('its salt or its hash is not base64')
  if (!['i', 'd', 'id'].includes(type))
    return impossible('argon2_type', `it is Argon2${type}, which Logto does not have`)
  const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return digest(`Argon2${type as 'i' | 'd' | 'id'}`, `$argon2${type}$v=19$${parameters}$${bare(salt)}$${bare(hash)}`)
}
