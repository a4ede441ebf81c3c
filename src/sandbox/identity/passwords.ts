import { createHash, randomBytes } from 'node:crypto'
import { argon2i, argon2Verify, bcryptVerify } from 'hash-wasm'
import { ServerFault } from '../refusal.js'
import { isRow } from '../shape.js'
import type { Row } from '../store.js'
import { isLegacyPassword } from './legacy-passwords.js'

/** Low on purpose: these passwords protect nothing. Memory in KiB. */
const cost = { iterations: 1, parallelism: 1, memorySize: 8, hashLength: 32 }

/** What a row of users keeps of a password. */
export interface PasswordHash {
  passwordDigest: string
  passwordAlgorithm: string
}

/** The columns of an account for a new password, as Argon2i in the PHC format. */
export async function passwordColumns(password: string): Promise<Row> {
  const digest = await argon2i({ ...cost, password, salt: randomBytes(16), outputType: 'encoded' })
  return digestColumns({ passwordDigest: digest, passwordAlgorithm: 'Argon2i' })
}

/** The columns of an account for a password that is known by its hash alone. */
export const digestColumns = (hidden: PasswordHash): Row => ({
  hasPassword: true,
  hidden: { ...hidden },
  isPasswordExpired: false,
})

/** What is kept of the user's password, if there is one. */
export function passwordHash(user: Row): PasswordHash | undefined {
  return isRow(user.hidden) ? (user.hidden as Row & PasswordHash) : undefined
}

/**
 * True when it is the user's password. Throws an error of the server for an Argon2 or Bcrypt digest that cannot be
 * read and for a password over 72 bytes against Bcrypt, as Logto does.
 */
export async function isPasswordOf(user: Row, password: string): Promise<boolean> {
  const kept = passwordHash(user)
  if (!kept || password === '') return false
  const { passwordAlgorithm: algorithm, passwordDigest: digest } = kept
  if (algorithm === 'Legacy') return isLegacyPassword(digest, password)
  const plain = { MD5: 'md5', SHA1: 'sha1', SHA256: 'sha256' }[algorithm]
  if (plain) return createHash(plain).update(password).digest('hex') === digest
  const verify = algorithm === 'Bcrypt' ? bcryptVerify : argon2Verify
  return verify({ password, hash: digest }).catch(() => {
    throw new ServerFault()
  })
}

/** Like `isPasswordOf`; the first right password turns another hash into Argon2i. */
export async function signsIn(user: Row, password: string): Promise<boolean> {
  if (!(await isPasswordOf(user, password))) return false
  if (passwordHash(user)?.passwordAlgorithm !== 'Argon2i') Object.assign(user, await passwordColumns(password))
  return true
}
