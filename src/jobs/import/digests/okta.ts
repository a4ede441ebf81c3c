import { fromBase64 } from './bytes.js'
import { salted } from './hash.js'
import { broken, digest, impossible, type Password } from './password.js'
import { pbkdf2 } from './pbkdf2.js'

/** `credentials.password.hash` in the form of Okta's import of users; an export never has one. */
export function oktaHash(hash: Record<string, unknown>): Password {
  const algorithm = String(hash.algorithm ?? '').toUpperCase()
  const [salt, value] = [String(hash.salt ?? ''), String(hash.value ?? '')]
  if (algorithm === 'BCRYPT') {
    const cost = String(hash.workFactor ?? '').padStart(2, '0')
    return digest('Bcrypt', `$2a$${cost}$${salt}${value}`)
  }
  const [saltBytes, bytes] = [salt === '' ? Buffer.alloc(0) : fromBase64(salt), fromBase64(value)]
  if (!saltBytes || !bytes) return broken('its salt or its value is not base64')
  if (algorithm === 'PBKDF2') {
    const name = /^SHA-?(1|256|512)/.exec(String(hash.digestAlgorithm ?? '').toUpperCase())?.[1]
    if (name === undefined)
      return impossible('unknown_hash', `it is PBKDF2 with ${String(hash.digestAlgorithm)}, which is not known`)
    return pbkdf2({ hash: `sha${name}`, iterations: Number(hash.iterationCount), salt: saltBytes, key: bytes })
  }
  const [, name] = /^(MD5|SHA-1|SHA-256|SHA-512)$/.exec(algorithm) ?? []
  if (name === undefined) return impossible('unknown_hash', `Logto has no ${algorithm || 'hash without a name'}`)
  const order = hash.saltOrder === 'POSTFIX' ? 'password first' : 'salt first'
  return salted(name.toLowerCase().replace('-', ''), order, saltBytes, bytes)
}
