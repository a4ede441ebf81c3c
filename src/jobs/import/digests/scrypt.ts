import { createCipheriv } from 'node:crypto'
import { broken, impossible, legacy, type Password } from './password.js'

const memoryWords = 'it needs more memory than Logto gives scrypt (32 MiB)'

/** Firebase's form of scrypt: what the project has in common, and what each person has. */
export interface FirebaseScrypt {
  salt: Uint8Array
  separator: Uint8Array
  signerKey: Uint8Array
  /** r of scrypt. */
  rounds: number
  /** The power of two that N is. */
  memCost: number
  hash: Uint8Array
}

/** Logto knows Firebase's scrypt: it wants standard base64 with padding, and a separator that is not empty. */
export function firebaseScrypt({ salt, separator, signerKey, rounds, memCost, hash }: FirebaseScrypt): Password {
  if (hash.length !== signerKey.length) {
    return broken(`the hash has ${hash.length} bytes, and the project's signer key ${signerKey.length}`)
  }
  if (!fitsMemory(2 ** memCost, rounds)) return impossible('scrypt_memory', memoryWords)
  // Salt and separator are used one behind the other: where the line between them is does not matter.
  const both = Buffer.concat([salt, separator])
  if (both.length < 2) return impossible('short_salt', 'its salt is shorter than Logto takes')
  const at = salt.length > 0 && separator.length > 0 ? salt.length : both.length - 1
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const args = [
    base64(both.subarray(0, at)),
    base64(signerKey),
    base64(both.subarray(at)),
    `${rounds}`,
    `${memCost}`,
    '@',
  ]
  return legacy('firebase-scrypt', args, base64(hash))
}

/**
 * A key that was derived by scrypt alone (RFC 7914). Logto has no scrypt, and carries one within Firebase's form: that
 * encrypts a signer key by AES-256-CTR under the first 32 bytes, so that encrypting 32 zeros here gives what Logto will
 * compute. Logto did not mean that, so `isAllowed` must be wished.
 */
export function plainScrypt(
  { n, r, p, salt, key }: { n: number; r: number; p: number; salt: Uint8Array; key: Uint8Array },
  isAllowed: boolean,
): Password {
  const memCost = Math.log2(n)
  if (!Number.isInteger(memCost) || memCost < 1 || !(r >= 1) || !(p >= 1)) return broken('its cost is none of scrypt')
  if (p !== 1) return impossible('scrypt_p', `it is scrypt with a parallelization of ${p}, and Logto computes 1`)
  if (!fitsMemory(n, r)) return impossible('scrypt_memory', `it is scrypt, and ${memoryWords}`)
  if (key.length < 32) return impossible('scrypt_short', 'it is scrypt with a key shorter than 32 bytes')
  if (salt.length < 2) return impossible('short_salt', 'its salt is shorter than Logto takes')
  if (!isAllowed) return impossible('scrypt', 'it is scrypt, which Logto can carry with --scrypt-as-firebase')
  const signerKey = Buffer.alloc(32)
  const cipher = createCipheriv('aes-256-ctr', key.subarray(0, 32), Buffer.alloc(16))
  const hash = Buffer.concat([cipher.update(signerKey), cipher.final()])
  return firebaseScrypt({ salt, separator: new Uint8Array(), signerKey, rounds: r, memCost, hash })
}

/** Whether Node computes scrypt with p = 1 within the 32 MiB that it has for it: 128·r·N for the table, and a little more. */
function fitsMemory(n: number, r: number): boolean {
  return 128 * r * (n + 2) < 32 * 1024 * 1024
}
