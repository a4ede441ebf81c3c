/** Logto's check of a password against a digest, stated again with hash-wasm and Node's crypto. */

import { createCipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto'
import { argon2Verify, bcryptVerify } from 'hash-wasm'

const unsalted: Readonly<Record<string, string>> = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256' }

/** Whether Logto would take the password. Forms that its check throws on are refused, as a sign-in is. */
export async function verifies(algorithm: string, digest: string, password: string): Promise<boolean> {
  try {
    if (algorithm.startsWith('Argon2')) return await argon2Verify({ password, hash: digest })
    if (algorithm === 'Bcrypt') return await bcryptVerify({ password, hash: digest })
    if (algorithm === 'Legacy') return legacyVerifies(digest, password)
    return (
      createHash(unsalted[algorithm] ?? '')
        .update(password)
        .digest('hex') === digest
    )
  } catch {
    return false
  }
}

function legacyVerifies(digest: string, password: string): boolean {
  const [name, args, expected] = JSON.parse(digest) as [string, string[], string]
  if (name === 'firebase-scrypt') return firebase(args, password) === expected
  const given = args.map((arg) => (arg === '@' ? password : arg))
  if (name !== 'pbkdf2') return createHash(name).update(given.join('')).digest('hex') === expected
  const [salt = '', iterations, bytes, hash = ''] = given
  const saltBytes = salt.startsWith('hex:') ? Buffer.from(salt.slice(4), 'hex') : salt
  return pbkdf2Sync(password, saltBytes, Number(iterations), Number(bytes), hash).toString('hex') === expected
}

function firebase([salt = '', key = '', separator = '', rounds, cost]: readonly string[], password: string): string {
  const both = Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(separator, 'base64')])
  const derived = scryptSync(password, both, 32, { N: 2 ** Number(cost), r: Number(rounds), p: 1 })
  const cipher = createCipheriv('aes-256-ctr', derived, Buffer.alloc(16))
  return Buffer.concat([cipher.update(Buffer.from(key, 'base64')), cipher.final()]).toString('base64')
}
