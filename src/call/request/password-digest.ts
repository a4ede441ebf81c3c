import { getHashes } from 'node:crypto'

/** The names that Logto has for forms of a password digest. */
export const digestAlgorithms = ['Argon2i', 'Argon2d', 'Argon2id', 'Bcrypt', 'MD5', 'SHA1', 'SHA256', 'Legacy'] as const
export type DigestAlgorithm = (typeof digestAlgorithms)[number]

/** Characters of a digest at most. */
export const longestDigest = 256

/** Hexadecimal characters of the unsalted forms. */
const hexLengths: Partial<Record<DigestAlgorithm, number>> = { MD5: 32, SHA1: 40, SHA256: 64 }

/**
 * Why no password can ever match this digest, in words that follow "the digest …"; undefined where one can. Logto takes
 * most of these without a word, and the person cannot sign in.
 */
export function digestFault(algorithm: string, digest: string): string | undefined {
  if (!isAlgorithm(algorithm)) return `has the algorithm ${algorithm}, which is none of ${digestAlgorithms.join(', ')}`
  if (digest === '') return 'is empty'
  if (digest !== digest.trim()) return 'begins or ends with a blank'
  if (digest.length > longestDigest) return `has ${digest.length} characters, and Logto takes ${longestDigest}`
  if (algorithm === 'Legacy') return legacyFault(digest)
  if (algorithm === 'Bcrypt') return bcryptFault(digest)
  if (algorithm.startsWith('Argon2')) return argon2Fault(digest)
  return hexFault(digest, hexLengths[algorithm] ?? 0)
}

function isAlgorithm(name: string): name is DigestAlgorithm {
  return (digestAlgorithms as readonly string[]).includes(name)
}

function hexFault(digest: string, length: number): string | undefined {
  if (new RegExp(`^[0-9a-f]{${length}}$`).test(digest)) return undefined
  if (new RegExp(`^[0-9a-fA-F]{${length}}$`).test(digest))
    return 'has upper-case letters: hexadecimal is compared in lower case'
  return `is not ${length} hexadecimal characters`
}

/** Modular crypt format of bcrypt: 7 characters of version and cost, 22 of salt, 31 of hash. */
function bcryptFault(digest: string): string | undefined {
  const cost = /^\$2[abxy]\$(\d\d)\$/.exec(digest)?.[1]
  if (cost === undefined) return 'does not begin as bcrypt does ($2a$, $2b$ or $2y$ and a cost of two digits)'
  if (digest.length !== 60) return `has ${digest.length} characters, and bcrypt has 60`
  if (Number(cost) < 4 || Number(cost) > 31) return `has the cost ${cost}, and bcrypt has 04 to 31`
  return /^[./A-Za-z0-9]{53}$/.test(digest.slice(7)) ? undefined : 'has characters that bcrypt does not use'
}

/** PHC string format, version 19 (RFC 9106), standard base64 without padding. */
function argon2Fault(digest: string): string | undefined {
  const [, name, version, parameters, salt, hash, more] = digest.split('$')
  if (!/^argon2(i|d|id)$/.test(name ?? '')) return 'does not begin with $argon2i$, $argon2d$ or $argon2id$'
  if (version !== 'v=19') return 'is not of version 19 ($v=19$)'
  const given = (parameters ?? '').split(',')
  const isComplete =
    given.length === 3 &&
    ['m', 't', 'p'].every((key) => given.some((one) => new RegExp(`^${key}=[1-9]\\d*$`).test(one)))
  if (!isComplete) return 'needs the parameters m, t and p, and no others'
  const isBase64 = (text: string | undefined) => /^[A-Za-z0-9+/]+$/.test(text ?? '')
  if (more !== undefined || !isBase64(salt) || !isBase64(hash))
    return 'needs salt and hash in standard base64 without padding'
  return undefined
}

function legacyFault(digest: string): string | undefined {
  const parsed = parsedLegacy(digest)
  if (!parsed)
    return 'is not JSON such as ["sha512",["@"],"…"]: a name, a list of texts with "@" for the password, the hash'
  const [name, args, expected] = parsed
  if (args.filter((arg) => arg === '@').length !== 1) return 'needs "@", the place of the password, exactly once'
  if (name === 'firebase-scrypt') return firebaseFault(args, expected)
  if (name === 'pbkdf2' || name === 'pbkdf2Sync') return pbkdf2Fault(args, expected)
  if (!getHashes().includes(name.toLowerCase()) && !getHashes().includes(name))
    return `has the hash ${name}, which Node does not have`
  return /^([0-9a-f]{2})+$/.test(expected) ? undefined : 'needs its hash in lower-case hexadecimal'
}

function parsedLegacy(digest: string): [string, string[], string] | undefined {
  try {
    const value: unknown = JSON.parse(digest)
    if (!Array.isArray(value) || value.length !== 3) return undefined
    const [name, args, expected] = value as unknown[]
    const isRight =
      typeof name === 'string' &&
      typeof expected === 'string' &&
      Array.isArray(args) &&
      args.every((arg) => typeof arg === 'string')
    return isRight ? [name, args, expected] : undefined
  } catch {
    return undefined
  }
}

function pbkdf2Fault(args: readonly string[], expected: string): string | undefined {
  const [salt = '', iterations = '', bytes = '', hash = '', password] = args
  if (args.length !== 5 || password !== '@') return 'needs salt, iterations, bytes, hash and "@", in this order'
  if (salt === '' || (salt.startsWith('hex:') && !/^hex:([0-9a-fA-F]{2})+$/.test(salt)))
    return 'needs a salt: text, or hex: with hexadecimal'
  if (!/^[1-9]\d*$/.test(iterations)) return 'needs a number of iterations'
  if (!getHashes().includes(hash.toLowerCase())) return `has the hash ${hash}, which Node does not have`
  if (!/^([0-9a-f]{2})+$/.test(expected)) return 'needs its key in lower-case hexadecimal'
  return Number(bytes) * 2 === expected.length
    ? undefined
    : `says ${bytes} bytes, and its key has ${expected.length / 2}`
}

function firebaseFault(args: readonly string[], expected: string): string | undefined {
  const [salt = '', key = '', separator = '', rounds = '', cost = '', password] = args
  if (args.length !== 6 || password !== '@')
    return 'needs salt, signer key, separator, rounds, memory cost and "@", in this order'
  if (salt === '' || key === '' || separator === '')
    return 'needs a salt, a signer key and a separator that are not empty'
  if (!/^[1-9]\d*$/.test(rounds) || !/^[1-9]\d*$/.test(cost)) return 'needs numbers as rounds and memory cost'
  if (!fitsMemory(2 ** Number(cost), Number(rounds))) return 'needs more memory than Logto gives scrypt (32 MiB)'
  const bytes = Buffer.from(expected, 'base64')
  if (bytes.toString('base64') !== expected) return 'needs its hash in standard base64 with padding'
  const keyBytes = Buffer.from(key.replaceAll('-', '+').replaceAll('_', '/'), 'base64').length
  return bytes.length === keyBytes ? undefined : `has a hash of ${bytes.length} bytes, and a signer key of ${keyBytes}`
}

/** Whether Node computes scrypt (RFC 7914) of this cost within its limit of 32 MiB, with p = 1. */
export function fitsMemory(n: number, r: number): boolean {
  return 128 * r * (n + 3) <= 32 * 1024 * 1024
}
