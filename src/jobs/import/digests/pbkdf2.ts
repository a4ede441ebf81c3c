import { broken, legacy, longestDigest, type Password } from './password.js'

/**
 * A key that was derived by PBKDF2 (RFC 8018). Its blocks are independent of each other, so that a key too long for
 * Logto may be cut: the first 32 bytes tell the password as well. `salt`: a text stays one, bytes are written `hex:`.
 */
export function pbkdf2(facts: { hash: string; iterations: number; salt: string | Uint8Array; key: Buffer }): Password {
  const { hash, iterations, salt, key } = facts
  if (!Number.isSafeInteger(iterations) || iterations < 1) return broken('it has no number of iterations')
  if (salt.length === 0) return broken('it has no salt')
  if (key.length < 16) return broken(`its key has ${key.length} bytes: too few to tell one password from another`)
  const given = saltText(salt)
  const written = (bytes: Buffer) =>
    JSON.stringify(['pbkdf2', [given, `${iterations}`, `${bytes.length}`, hash, '@'], bytes.toString('hex')])
  const whole = written(key).length <= longestDigest ? key : key.subarray(0, 32)
  return legacy('pbkdf2', [given, `${iterations}`, `${whole.length}`, hash, '@'], whole.toString('hex'))
}

/** A text that Logto would take for something else is given as bytes. */
function saltText(salt: string | Uint8Array): string {
  if (typeof salt === 'string' && !salt.startsWith('hex:') && salt !== '@') return salt
  return `hex:${Buffer.from(salt as string).toString('hex')}`
}
