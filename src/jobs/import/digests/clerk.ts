import { fromBase64 } from './bytes.js'
import { broken, digest, impossible, type Password } from './password.js'
import { firebaseScrypt } from './scrypt.js'
import { type HashWishes, writtenHash } from './written-hash.js'

/** Hashers whose digests say themselves what they are, and what they must begin with. */
const written: Readonly<Record<string, RegExp>> = {
  bcrypt: /^\$2/,
  bcrypt_sha256_django: /^bcrypt_sha256\$/,
  argon2i: /^\$argon2i\$/,
  argon2id: /^\$argon2id\$/,
  pbkdf2_sha256_django: /^pbkdf2_sha256\$/,
  pbkdf2_sha1: /^pbkdf2_sha1\$/,
  pbkdf2_sha256: /^pbkdf2_sha256\$/,
  pbkdf2_sha512: /^pbkdf2_sha512\$/,
  phpass: /^\$[PH]\$/,
  scrypt_werkzeug: /^scrypt:/,
  ldap_ssha: /^\{SSHA\}/i,
}

/** `password_digest` and `password_hasher` of Clerk's export (clerk-docs, migration). */
export function clerkHash(hasher: string, text: string, wishes: HashWishes): Password {
  const form = written[hasher]
  if (form) return form.test(text) ? writtenHash(text, wishes) : broken(`the hash is not written as ${hasher} is`)
  if (hasher === 'md5') return digest('MD5', text)
  if (hasher === 'sha256') return digest('SHA256', text)
  if (hasher === 'scrypt_firebase') return firebase(text)
  if (hasher === 'md5_phpass') return impossible('phpass', 'it is phpass (iterated MD5)')
  return impossible('unknown_hash', `its hasher is ${hasher || 'not named'}, which Logto does not have`)
}

/** `hash$salt$signer key$separator$rounds$memory cost`. */
function firebase(text: string): Password {
  const [hash = '', salt = '', key = '', separator = '', rounds, memCost, more] = text.split('$')
  const [hashBytes, saltBytes, signerKey] = [hash, salt, key].map(fromBase64)
  if (!hashBytes || !saltBytes || !signerKey || memCost === undefined || more !== undefined) {
    return broken('the hash is not written as scrypt_firebase is')
  }
  const bytes = fromBase64(separator) ?? Buffer.alloc(0)
  return firebaseScrypt({
    salt: saltBytes,
    separator: bytes,
    signerKey,
    rounds: Number(rounds),
    memCost: Number(memCost),
    hash: hashBytes,
  })
}
