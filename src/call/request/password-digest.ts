/**
 * Digests of passwords as Logto stores them, and why one can never verify a password. Logto stores most of them without
 * a look, and a digest cannot be changed afterwards, so that a wrong one shows only when its person cannot sign in.
 * The forms are those that Logto's sign-in reads, tried with hash-wasm 4 and Node's crypto.
 */

import { createHash } from 'node:crypto'
import { secretMask } from '../../base/secret-names.js'

/** Logto's limit (`entity.value_too_long`). */
const longest = 256

/** Node's `scryptSync` gives up where it would need more (`maxmem`). */
const mostScryptMemory = 32 * 1024 * 1024

/** What is wrong with the digest of a body, in words for a person; undefined where nothing is. */
export function digestProblem(digest: unknown, algorithm: unknown): string | undefined {
  if (typeof digest !== 'string') return undefined
  if (algorithm === undefined || algorithm === null) return 'passwordDigest needs its passwordAlgorithm beside it'
  // What a dry run puts in the place of a digest that would be asked for.
  if (typeof algorithm !== 'string' || digest === secretMask) return undefined
  const fault = digestFault(digest, algorithm)
  return fault === undefined ? undefined : `passwordDigest can never verify a password as ${algorithm}: ${fault}`
}

/**
 * Why a digest of one of Logto's algorithms (`Argon2i`, `Argon2d`, `Argon2id`, `Bcrypt`, `MD5`, `SHA1`, `SHA256`,
 * `Legacy`) can never verify a password; undefined where it may, or where the algorithm is none of these. Nothing of
 * the digest is repeated beyond its length.
 */
export function digestFault(digest: string, algorithm: string): string | undefined {
  if (digest.length > longest) return `it has ${digest.length} characters, and Logto takes ${longest}`
  switch (algorithm) {
    case 'Argon2i':
    case 'Argon2d':
    case 'Argon2id':
      return argon2Fault(digest)
    case 'Bcrypt':
      return bcryptFault(digest)
    case 'MD5':
      return hexFault(digest, 16)
    case 'SHA1':
      return hexFault(digest, 20)
    case 'SHA256':
      return hexFault(digest, 32)
    case 'Legacy':
      return legacyFault(digest)
    default:
      return undefined
  }
}

/** The name in the text decides which Argon2 it is, not the algorithm beside it. */
function argon2Fault(digest: string): string | undefined {
  const [before, kind = '', version = '', costs = '', salt = '', hash = '', ...more] = digest.split('$')
  if (before !== '' || !/^argon2(i|d|id)$/.test(kind))
    return 'it does not begin with $argon2i$, $argon2d$ or $argon2id$'
  if (version !== 'v=19') return 'version 19 ($v=19$) must stand in it'
  const named = costs.split(',').map((cost) => /^([mtp])=[1-9]\d*$/.exec(cost)?.[1])
  if (named.toSorted().join() !== 'm,p,t') return 'its costs must be m, t and p, and nothing else'
  if (more.length > 0 || salt === '' || hash === '') return 'a salt and a hash must follow the costs, and nothing else'
  const isBase64 = [salt, hash].every((text) => /^[A-Za-z0-9+/]+$/.test(text) && text.length % 4 !== 1)
  return isBase64 ? undefined : 'its salt and hash must be standard base64 without padding'
}

function bcryptFault(digest: string): string | undefined {
  if (!/^\$2[abxy]\$/.test(digest)) return 'it does not begin with $2a$, $2b$, $2x$ or $2y$'
  if (digest.length !== 60) return `it has ${digest.length} characters in the place of 60`
  const [, cost] = /^\$2[abxy]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(digest) ?? []
  if (cost === undefined) return 'a cost of two digits and 53 characters of ./A-Za-z0-9 must follow'
  return Number(cost) >= 4 && Number(cost) <= 31 ? undefined : 'its cost must be from 04 to 31'
}

function hexFault(digest: string, bytes: number): string | undefined {
  if (/[A-F]/.test(digest) && /^[0-9a-fA-F]*$/.test(digest)) return 'its hexadecimal must be in lower case'
  if (!/^[0-9a-f]*$/.test(digest)) return 'it must be lower-case hexadecimal'
  return digest.length === 2 * bytes ? undefined : `it has ${digest.length} characters in the place of ${2 * bytes}`
}

/** `[name, [arguments…], expected]`, in which one argument is `@`, the password. */
function legacyFault(digest: string): string | undefined {
  const form = 'it must be JSON: ["algorithm",["argument",…,"@"],"hash"]'
  let parsed: unknown
  try {
    parsed = JSON.parse(digest)
  } catch {
    return form
  }
  if (!Array.isArray(parsed) || parsed.length !== 3) return form
  const [name, args, expected] = parsed as [unknown, unknown, unknown]
  if (typeof name !== 'string' || typeof expected !== 'string') return form
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string')) return form
  const places = args.filter((arg) => arg === '@').length
  if (places !== 1) return `"@" stands for the password, and must be there once, not ${places} times`
  if (name === 'pbkdf2') return pbkdf2Fault(args, expected)
  if (name === 'firebase-scrypt') return firebaseFault(args, expected)
  const bytes = digestBytes(name)
  return bytes === undefined ? `there is no algorithm ${name.slice(0, 40)}` : hexFault(expected, bytes)
}

function pbkdf2Fault(args: readonly string[], expected: string): string | undefined {
  const [salt = '', iterations = '', bytes = '', hash = '', password] = args
  if (args.length !== 5 || password !== '@') return 'pbkdf2 takes salt, iterations, bytes, hash and "@", in this order'
  if (!isCount(iterations) || !isCount(bytes)) return 'the iterations and bytes of pbkdf2 must be whole numbers above 0'
  if (salt.startsWith('hex:') && !/^hex:(?:[0-9a-fA-F]{2})*$/.test(salt))
    return 'its salt behind hex: is not hexadecimal'
  return digestBytes(hash) === undefined
    ? `there is no hash ${hash.slice(0, 40)} for pbkdf2`
    : hexFault(expected, Number(bytes))
}

function firebaseFault(args: readonly string[], expected: string): string | undefined {
  const [salt = '', signerKey = '', separator = '', rounds = '', memory = '', password] = args
  if (args.length !== 6 || password !== '@') {
    return 'firebase-scrypt takes salt, signer key, separator, rounds, memory cost and "@", in this order'
  }
  if (![salt, signerKey, separator].every((text) => /^[A-Za-z0-9+/_-]+={0,2}$/.test(text))) {
    return 'its salt, signer key and separator must be base64, and none of them empty'
  }
  if (!isCount(rounds) || !isCount(memory)) return 'its rounds and memory cost must be whole numbers above 0'
  // scrypt needs 128·r·N for its table, and a little more (RFC 7914, 2).
  if (128 * Number(rounds) * (2 ** Number(memory) + 2) >= mostScryptMemory) {
    return 'its rounds and memory cost need more than the 32 MiB that Logto has for it'
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(expected) || expected.length % 4 !== 0) {
    return 'its hash must be standard base64 with padding'
  }
  const lengths = [expected, signerKey].map((text) => Buffer.from(text, 'base64url').length)
  return lengths[0] === lengths[1] ? undefined : 'its hash must be as long as the signer key'
}

function isCount(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text)
}

/** Length of what a hash function of Node's gives; undefined where there is no such function. */
function digestBytes(name: string): number | undefined {
  try {
    return createHash(name).digest().length
  } catch {
    return undefined
  }
}
