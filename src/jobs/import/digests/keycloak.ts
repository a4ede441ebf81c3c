import { isPlainObject } from '../../../base/value-path.js'
import { argon2Parts } from './argon2.js'
import { fromBase64 } from './bytes.js'
import { broken, impossible, none, type Password } from './password.js'
import { pbkdf2 } from './pbkdf2.js'

const pbkdf2Hashes: Readonly<Record<string, string>> = {
  pbkdf2: 'sha1',
  'pbkdf2-sha256': 'sha256',
  'pbkdf2-sha512': 'sha512',
}

/**
 * A credential of the type `password` in a realm export: `secretData` and `credentialData` are JSON in texts. The length
 * of the key is that of its value: 64 bytes up to Keycloak 23, whatever the hash, 32 or 64 later.
 */
export function keycloakPassword(credential: Record<string, unknown>): Password {
  const secret = insideText(credential.secretData)
  const facts = insideText(credential.credentialData)
  if (!secret) {
    if (credential.secretData === null || credential.secretData === undefined) {
      return impossible(
        'not_exported',
        "its hash is not in the file: Keycloak's Admin API leaves it out, a realm export has it",
      )
    }
    return broken('its secretData is no JSON')
  }
  if (!facts) return broken('its credentialData is no JSON')
  const algorithm = String(facts.algorithm ?? '')
  const hash = pbkdf2Hashes[algorithm]
  if (hash === undefined && algorithm !== 'argon2') {
    return impossible(
      'unknown_hash',
      `its hash is of the algorithm ${algorithm || 'without a name'}, which Logto does not have`,
    )
  }
  const [key, salt] = [fromBase64(String(secret.value)), fromBase64(String(secret.salt))]
  if (!key || !salt) return broken('its value or its salt is not base64')
  if (hash) return pbkdf2({ hash, iterations: Number(facts.hashIterations), salt, key })
  const parameters = isPlainObject(facts.additionalParameters) ? facts.additionalParameters : {}
  const get = (name: string) => String([parameters[name]].flat()[0] ?? '')
  if (get('version') !== '1.3')
    return impossible('argon2_version', `it is Argon2 of version ${get('version')}, and Logto computes 1.3`)
  const written = `m=${get('memory')},t=${String(facts.hashIterations)},p=${get('parallelism')}`
  return argon2Parts({ type: get('type'), parameters: written, salt, hash: key })
}

/** The credential of the type `password`, if there is one. */
export function passwordOf(credentials: readonly unknown[]): Password {
  const credential = credentials.find((one) => isPlainObject(one) && one.type === 'password')
  return isPlainObject(credential) ? keycloakPassword(credential) : none
}

/** A property that is JSON in a text, or an object in some tools' files. */
export function insideText(value: unknown): Record<string, unknown> | undefined {
  if (isPlainObject(value)) return value
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : undefined
    return isPlainObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
