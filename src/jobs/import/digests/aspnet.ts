import { fromBase64 } from './bytes.js'
import { broken, impossible, type Password } from './password.js'
import { pbkdf2 } from './pbkdf2.js'

/** The byte that stands for the pseudo-random function in version 3. */
const functions = ['sha1', 'sha256', 'sha512']

/**
 * `PasswordHash` of ASP.NET Core Identity (its PasswordHasher): base64 of a version, then in version 2 a salt of 16 and a
 * key of 32 bytes of PBKDF2 with HMAC-SHA1 and 1000 iterations, in version 3 function, iterations and length of the salt
 * as big-endian numbers of 32 bits, salt and key.
 */
export function aspnetHash(text: string): Password {
  const bytes = fromBase64(text)
  if (bytes?.[0] === 0 && bytes.length === 49) {
    return pbkdf2({ hash: 'sha1', iterations: 1000, salt: bytes.subarray(1, 17), key: bytes.subarray(17) })
  }
  if (bytes?.[0] !== 1 || bytes.length < 13) {
    const isOther = bytes !== undefined && bytes[0] !== undefined && bytes[0] > 1
    return isOther
      ? impossible('unknown_hash', `its hash is of version ${bytes[0]}, which this program does not know`)
      : broken('the hash is not written as it is by ASP.NET Identity')
  }
  const hash = functions[bytes.readUInt32BE(1)]
  const saltLength = bytes.readUInt32BE(9)
  if (hash === undefined) return impossible('unknown_hash', 'its hash is of a function that this program does not know')
  if (13 + saltLength >= bytes.length) return broken('the hash is shorter than it says')
  return pbkdf2({
    hash,
    iterations: bytes.readUInt32BE(5),
    salt: bytes.subarray(13, 13 + saltLength),
    key: bytes.subarray(13 + saltLength),
  })
}
