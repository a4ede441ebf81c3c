import { asText } from './bytes.js'
import { broken, digest, impossible, legacy, type Password } from './password.js'

/** Bytes of the hashes that other systems use and Node has. */
const lengths: Readonly<Record<string, number>> = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
  ripemd160: 20,
}

const unsaltedNames = { md5: 'MD5', sha1: 'SHA1', sha256: 'SHA256' } as const

/** A hash of the password alone. `name` is OpenSSL's: md5, sha1, sha512… */
export function unsalted(name: string, hash: Buffer): Password {
  const fault = lengthFault(name, hash)
  if (fault) return fault
  const own = unsaltedNames[name as keyof typeof unsaltedNames]
  return own ? digest(own, hash.toString('hex')) : legacy(name, ['@'], hash.toString('hex'))
}

/**
 * A hash of password and salt, one behind the other. Logto joins texts: a salt that is no UTF-8 cannot be given to it,
 * nor one that is its sign for the password.
 */
export function salted(name: string, order: 'salt first' | 'password first', salt: Uint8Array, hash: Buffer): Password {
  if (salt.length === 0) return unsalted(name, hash)
  const fault = lengthFault(name, hash)
  if (fault) return fault
  const text = asText(salt)
  if (text === undefined) return impossible('binary_salt', 'its salt is not text, and Logto takes none but text')
  if (text === '@') return impossible('salt_is_sign', 'its salt is @, which Logto takes for the password')
  return legacy(name, order === 'salt first' ? [text, '@'] : ['@', text], hash.toString('hex'))
}

function lengthFault(name: string, hash: Buffer): Password | undefined {
  const length = lengths[name]
  if (length === undefined) return impossible('unknown_hash', `Logto has no ${name}`)
  if (hash.length === length) return undefined
  return broken(`the hash has ${hash.length} bytes, and ${name} has ${length}`)
}
