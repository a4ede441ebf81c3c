import { fromBase64 } from './bytes.js'
import { salted } from './hash.js'
import { broken, digest, impossible, type Password } from './password.js'
import { pbkdf2 } from './pbkdf2.js'

/** Hash, and bytes of its key, of the schemes that derive one. */
const derived: Readonly<Record<string, { hash: string; bytes: number }>> = {
  'salted-pbkdf2-hmac-sha256': { hash: 'sha256', bytes: 32 },
  'salted-pbkdf2-hmac-sha256-512': { hash: 'sha256', bytes: 64 },
  'salted-pbkdf2-hmac-sha512-512': { hash: 'sha512', bytes: 64 },
}

/** A person's `encryptionScheme`, `factor`, `salt` and `password` (FusionAuth/fusionauth-import-scripts). */
export function fusionAuthHash(scheme: string, factor: number, salt: string, password: string): Password {
  if (scheme === 'bcrypt') return digest('Bcrypt', `$2a$${String(factor).padStart(2, '0')}$${salt}${password}`)
  const form = derived[scheme]
  const plain = /^salted-(md5|sha256)$/.exec(scheme)?.[1]
  if (!form && !plain)
    return impossible(
      'unknown_hash',
      `its hash is of the scheme ${scheme || 'without a name'}, which Logto does not have`,
    )
  if (plain && factor > 1)
    return impossible('iterated', `it is ${scheme} repeated ${factor} times, and Logto does not repeat`)
  const [saltBytes, bytes] = [salt === '' ? Buffer.alloc(0) : fromBase64(salt), fromBase64(password)]
  if (!saltBytes || !bytes) return broken('its salt or its hash is not base64')
  if (plain) return salted(plain, 'password first', saltBytes, bytes)
  if (form && bytes.length !== form.bytes)
    return broken(`the hash has ${bytes.length} bytes, and ${scheme} has ${form.bytes}`)
  return pbkdf2({ hash: form?.hash ?? '', iterations: factor, salt: saltBytes, key: bytes })
}
