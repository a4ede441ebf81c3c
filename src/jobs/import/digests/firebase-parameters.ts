import { UsageError } from '../../../base/errors.js'
import { fromBase64 } from './bytes.js'
import { broken, impossible, type Password } from './password.js'
import { firebaseScrypt } from './scrypt.js'

/** What the hashes of one Firebase project have in common. */
export interface FirebaseParameters {
  signerKey: Buffer
  separator: Buffer
  rounds: number
  memCost: number
}

/**
 * Reads the parameters as the Firebase console shows them (`hash_config { algorithm: SCRYPT, base64_signer_key: …, }`),
 * or as JSON or YAML with the same names. Throws a UsageError that names what is missing.
 */
export function parseFirebaseParameters(text: string): FirebaseParameters {
  const get = (...names: readonly string[]) => {
    for (const name of names) {
      const found = new RegExp(`["']?\\b${name}\\b["']?\\s*[:=]\\s*["']?([A-Za-z0-9+/=_-]*)`).exec(text)?.[1]
      if (found !== undefined) return found
    }
    return undefined
  }
  const algorithm = get('algorithm')
  if (algorithm !== undefined && algorithm.toUpperCase() !== 'SCRYPT') {
    throw refused(`the algorithm is ${algorithm}, and Firebase's own is SCRYPT`)
  }
  const signerKey = fromBase64(get('base64_signer_key', 'signerKey', 'signer_key') ?? '')
  if (!signerKey) throw refused('base64_signer_key is missing, or no base64')
  const given = get('base64_salt_separator', 'saltSeparator', 'salt_separator') ?? ''
  const separator = given === '' ? Buffer.alloc(0) : fromBase64(given)
  if (!separator) throw refused('base64_salt_separator is no base64')
  const number = (name: string, other: string) => {
    const value = get(name, other) ?? ''
    if (!/^[1-9]\d?$/.test(value)) throw refused(`${name} is missing, or no number`)
    return Number(value)
  }
  return { signerKey, separator, rounds: number('rounds', 'round'), memCost: number('mem_cost', 'memCost') }
}

function refused(why: string): UsageError {
  return new UsageError(`--firebase-params: ${why}`, {
    code: 'usage.bad_value',
    hint: 'in the Firebase console: Authentication, Users, ⋮, Password hash parameters; keep them in a file as they are shown',
  })
}

/** A person's hash and salt, in either alphabet of base64. */
export function firebaseHash(hash: string, salt: string, project: FirebaseParameters | undefined): Password {
  const [hashBytes, saltBytes] = [fromBase64(hash), fromBase64(salt)]
  if (!hashBytes || !saltBytes) return broken('its hash or its salt is not base64')
  if (!project)
    return impossible('firebase_parameters', "it needs the project's hash parameters: --firebase-params FILE")
  return firebaseScrypt({ ...project, salt: saltBytes, hash: hashBytes })
}
