import { createHash, randomBytes, scryptSync, timingSafeEqual } from 'node:crypto'
import { isRow } from '../shape.js'
import type { Row } from '../store.js'

/** Low on purpose: these passwords protect nothing. */
const cost = { N: 1024 }

/** What a row of users keeps of a password: a salted hash (RFC 7914), or the digest that was imported. */
export function hashed(password: string): Row {
  const salt = randomBytes(16)
  return { salt: salt.toString('hex'), hash: scryptSync(password, salt, 32, cost).toString('hex') }
}

/** True when it is the user's password. Of imported digests those are known that Node can compute. */
export function isPasswordOf(user: Row, password: string): boolean {
  const kept = user.hidden
  if (!isRow(kept)) return false
  if (typeof kept.salt === 'string') {
    return isSame(scryptSync(password, Buffer.from(kept.salt, 'hex'), 32, cost).toString('hex'), String(kept.hash))
  }
  const algorithm = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256' }[String(kept.passwordAlgorithm)]
  if (!algorithm || typeof kept.passwordDigest !== 'string') return false
  return isSame(createHash(algorithm).update(password).digest('hex'), kept.passwordDigest.toLowerCase())
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
