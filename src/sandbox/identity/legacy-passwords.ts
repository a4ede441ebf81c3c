import { createCipheriv, createHash, pbkdf2, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from '../refusal.js'

/** A digest of the algorithm `Legacy`: JSON of `[name, [arguments], expected]`, where the argument `@` is the password. */
interface LegacyDigest {
  name: string
  args: readonly string[]
  expected: string
}

const derivePbkdf2 = promisify(pbkdf2)
const deriveScrypt = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  cost: { N: number; r: number; p: number },
) => Promise<Buffer>
const isPbkdf2 = (name: string) => name === 'pbkdf2' || name === 'pbkdf2Sync'

/**
 * Reads a digest as Logto does when a user is made. Throws 400: `password.unsupported_encryption_method` without a
 * digest, `password.invalid_legacy_password_format`, `password.unsupported_legacy_hash_algorithm`.
 */
export function legacyDigest(text: unknown): LegacyDigest {
  if (!text) throw refusal('unsupported_encryption_method', 'The algorithm needs a digest.')
  const [name, args, expected, ...more] = parsed(String(text))
  if (typeof name !== 'string' || typeof expected !== 'string' || !isTexts(args) || more.length > 0) throw badFormat()
  if (!args.includes('@')) throw badFormat()
  if (!isPbkdf2(name) && name !== 'firebase-scrypt' && !isHash(name)) {
    throw refusal('unsupported_legacy_hash_algorithm', `The algorithm ${name} is not known.`)
  }
  if (isPbkdf2(name)) saltOf(args[0] ?? '')
  return { name, args, expected }
}

/** True when the password gives the digest; false for a digest that cannot be computed. */
export async function isLegacyPassword(text: string, password: string): Promise<boolean> {
  try {
    const digest = legacyDigest(text)
    return (await computed(digest, password)) === digest.expected
  } catch {
    return false
  }
}

async function computed({ name, args }: LegacyDigest, password: string): Promise<string> {
  const given = args.map((arg) => (arg === '@' ? password : arg))
  if (name === 'firebase-scrypt') return firebaseScrypt(args, password)
  if (!isPbkdf2(name)) return createHash(name).update(given.join('')).digest('hex')
  const [salt = '', iterations = '', length = '', hash = ''] = given
  if ([salt, iterations, length, hash].includes('')) throw badFormat()
  const key = await derivePbkdf2(
    password,
    saltOf(salt),
    Number.parseInt(iterations, 10),
    Number.parseInt(length, 10),
    hash,
  )
  return key.toString('hex')
}

/** Firebase's scrypt: the signer key under AES-256-CTR, with a key that scrypt derives; base64. */
async function firebaseScrypt(args: readonly string[], password: string): Promise<string> {
  const [salt = '', signerKey = '', separator = '', rounds = '', memory = ''] = args
  if ([salt, signerKey, separator, rounds, memory].includes('')) throw badFormat()
  const bytes = (text: string) => Buffer.from(text, 'base64')
  const cost = { N: 2 ** Number.parseInt(memory, 10), r: Number.parseInt(rounds, 10), p: 1 }
  const key = await deriveScrypt(password, Buffer.concat([bytes(salt), bytes(separator)]), 32, cost)
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return Buffer.concat([cipher.update(bytes(signerKey)), cipher.final()]).toString('base64')
}

/** A salt of PBKDF2: plain, or hexadecimal behind `hex:`. */
function saltOf(text: string): string | Buffer {
  if (!text.startsWith('hex:')) return text
  if (!/^([\da-f]{2})+$/i.test(text.slice(4))) throw badFormat()
  return Buffer.from(text.slice(4), 'hex')
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function isHash(name: string): boolean {
  try {
    return Boolean(createHash(name))
  } catch {
    return false
  }
}

const refusal = (what: string, message: string) => new Refusal(400, `password.${what}`, message)
const badFormat = () => refusal('invalid_legacy_password_format', 'The digest is not of the form [name, [args], hash].')
