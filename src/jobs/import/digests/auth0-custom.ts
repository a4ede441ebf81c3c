import { isPlainObject } from '../../../base/value-path.js'
import { argon2 } from './argon2.js'
import { fromBase64, fromHex } from './bytes.js'
import { salted } from './hash.js'
import { broken, digest, impossible, type Password } from './password.js'
import { plainScrypt } from './scrypt.js'
import { type HashWishes, writtenHash } from './written-hash.js'

/**
 * `custom_password_hash` of Auth0's import schema (auth0/docs-v2, bulk-user-import-schema): an algorithm, the hash and
 * the salt with how each is written.
 */
export function auth0Custom(given: unknown, wishes: HashWishes): Password {
  if (!isPlainObject(given)) return broken('custom_password_hash is no object')
  const algorithm = String(given.algorithm ?? '').toLowerCase()
  const password = part(given.password)
  if (!['utf8', 'utf-8', 'ascii', ''].includes(password.encoding)) {
    return impossible(
      'password_encoding',
      `its hash is of the password in ${password.encoding}, and Logto hashes UTF-8`,
    )
  }
  const hash = part(given.hash)
  const salt = part(given.salt)
  if (algorithm === 'hmac') return impossible('hmac', 'it is an HMAC, which Logto does not have')
  if (algorithm === 'md4') return impossible('md4', 'it is MD4, which Logto does not have')
  if (algorithm === 'argon2') return argon2(hash.value)
  if (algorithm === 'ldap' || algorithm === 'pbkdf2') return writtenHash(hash.value, wishes)
  if (algorithm === 'bcrypt') {
    if (salt.value !== '') return impossible('bcrypt_salt', 'it is bcrypt of the password and a salt beside its own')
    return digest('Bcrypt', hash.value)
  }
  const hashBytes = bytesOf(hash, 'hex')
  const saltBytes = salt.value === '' ? Buffer.alloc(0) : bytesOf(salt, 'utf8')
  if (!hashBytes || !saltBytes) return broken('its hash or its salt is not written as its encoding says')
  if (algorithm === 'scrypt') {
    const number = (name: string, or: number) => (given[name] === undefined ? or : Number(given[name]))
    const costs = { n: number('cost', 16384), r: number('blockSize', 8), p: number('parallelization', 1) }
    return plainScrypt({ ...costs, salt: saltBytes, key: hashBytes }, wishes.scryptAsFirebase)
  }
  if (!/^(md5|sha1|sha256|sha512)$/.test(algorithm))
    return impossible('unknown_hash', `Logto has no ${algorithm || 'hash without a name'}`)
  return salted(algorithm, salt.position === 'suffix' ? 'password first' : 'salt first', saltBytes, hashBytes)
}

interface Part {
  value: string
  encoding: string
  position: string
}

function part(given: unknown): Part {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const { value, encoding, position } = isPlainObject(given) ? given : {}
  return { value: text(value), encoding: text(encoding).toLowerCase(), position: text(position) }
}

function bytesOf({ value, encoding }: Part, usual: string): Buffer | undefined {
  const written = encoding || usual
  if (written === 'hex') return fromHex(value)
  if (written === 'base64') return fromBase64(value)
  return written === 'utf8' || written === 'utf-8' || written === 'ascii' ? Buffer.from(value) : undefined
}
