/**
 * Which properties of an API document hold secrets, known by their names.
 * Shared by the debug lines of `http` and the tables of `output`: both must hide the same things.
 */

/** What stands in the place of a secret value. */
export const secretMask = '••••'

/** Names whose own value is a secret, wherever they stand; compared without case, `_` and `-`. */
const secretNames = new Set(
  [
    // sign-in
    ['password', 'newPassword', 'oldPassword', 'currentPassword', 'passwordDigest', 'passwordEncrypted', 'passphrase'],
    [
      'verificationCode',
      'logtoVerificationId',
      'secretQrCode',
      'totpSecret',
      'captchaToken',
      'oneTimeToken',
      'magicLinkToken',
    ],
    // OAuth and tokens
    ['secret', 'clientSecret', 'token', 'accessToken', 'refreshToken', 'idToken', 'idTokenHint', 'subjectToken'],
    ['actorToken', 'personalAccessToken', 'deviceCode', 'codeVerifier', 'clientAssertion', 'assertion', 'samlResponse'],
    // keys of applications, hooks and providers
    ['appSecret', 'apiKey', 'apiSecret', 'apiToken', 'secretKey', 'secretAccessKey', 'accessKeySecret', 'authToken'],
    ['serverToken', 'signingKey', 'signingSecret', 'encryptionKey', 'privateKey', 'privateKeyPass'],
    ['encPrivateKey', 'encPrivateKeyPass', 'sharedSecret', 'webhookSecret'],
    // HTTP
    ['authorization', 'proxyAuthorization', 'cookie', 'setCookie', 'xApiKey'],
  ]
    .flat()
    .map(plain),
)

/** Names below which every value is a secret: lists of codes, and the variables handed to scripts. */
const secretContainers = new Set(['codes', 'backupCodes', 'recoveryCodes', 'environmentVariables'].map(plain))

/** Endings that mark a secret inside a connector's `config`, whose names each provider makes up. */
const providerSecret = /(secret|token|password|pass|passwd|passphrase|privatekey|apikey)$/

/** Header names, in a hook's or a connector's own headers, that carry a credential. */
const headerSecret = /auth|token|secret|key|cookie|password|signature/

/** Parents whose entries only look like secrets: phrases of a user interface, and access levels of account fields. */
const harmlessParents = new Set(['translation', 'fields'])

/** One spelling for `clientSecret`, `client_secret` and `Client-Secret`. */
function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase()
}

/** Spellings of names that were met before: documents repeat theirs row after row. Undefined for a position in a list. */
const spellings = new Map<string, string | undefined>()
const mostSpellings = 2000

function spelling(name: string): string | undefined {
  if (spellings.has(name)) return spellings.get(name)
  const spelled = /^\d+$/.test(name) ? undefined : plain(name)
  if (spellings.size < mostSpellings) spellings.set(name, spelled)
  return spelled
}

/**
 * Says whether the property at a path holds a secret.
 * @param path property names from the document's root, such as `['config', 'clientSecret']`; positions in lists
 *   may be among them (`'0'`) and do not matter.
 */
export function isSecretName(path: readonly string[]): boolean {
  let name: string | undefined
  let [isBelowSecrets, isHeader, isSetting] = [false, false, false]
  for (const each of path) {
    const spelled = spelling(each)
    if (spelled === undefined) continue
    if (name !== undefined) {
      if (harmlessParents.has(name)) return false
      isBelowSecrets ||= secretContainers.has(name)
      isHeader ||= name === 'headers' || name === 'customheaders'
      isSetting ||= name === 'config'
    }
    name = spelled
  }
  if (name === undefined) return false
  if (isBelowSecrets || secretContainers.has(name) || secretNames.has(name)) return true
  return isHeader ? headerSecret.test(name) : isSetting && providerSecret.test(name)
}

/**
 * A copy of a JSON value in which each secret text or number is {@link secretMask}. `null`, booleans and empty texts
 * stay, since they say only whether there is a secret. Beyond names it knows three shapes of Logto's documents:
 * a named secret with an expiry (`{name, value, expiresAt}`), a new password (`{type: 'password', value}`), and a
 * `code` that is neither an error's code nor a language's.
 */
export function redactSecrets(value: unknown): unknown {
  return replaceSecrets(value, () => secretMask)
}

/**
 * A copy of what an error says, in which secrets are masked. A `code` of letters alone is an error's there, and a list
 * below the name of a secret says what is wrong with it (`{clientSecret: ['Required']}`).
 */
export function redactErrorDetails(value: unknown): unknown {
  return replaceSecrets(value, () => secretMask, undefined, isSecretInError)
}

function isSecretInError(path: readonly string[], value: unknown, siblings: object): boolean {
  const name = path.at(-1) ?? ''
  if ((name === 'code' && /^[a-z_.-]+$/i.test(String(value))) || (Array.isArray(value) && secretNames.has(plain(name))))
    return false
  return isSecretIn(path, value, siblings)
}

function isSecretIn(path: readonly string[], value: unknown, siblings: object): boolean {
  return isSecretName(path) || isSecretByShape(path.at(-1) ?? '', value, siblings)
}

/**
 * The same with something of the caller's in the place of each secret. `isKnown` names further secrets by their path
 * (positions in lists are names such as `0`).
 */
export function replaceSecrets(
  value: unknown,
  replace: (path: readonly string[], secret: string | number) => unknown,
  isKnown: (path: readonly string[]) => boolean = () => false,
  isSecretAt = isSecretIn,
): unknown {
  const replaced = (part: unknown, path: readonly string[], secret: boolean): unknown => {
    if (Array.isArray(part)) return part.map((item, i) => replaced(item, [...path, String(i)], secret))
    if (typeof part === 'object' && part !== null) {
      const entries = Object.entries(part)
      return Object.fromEntries(
        entries.map(([name, item]) => {
          const below = [...path, name]
          const isSecret = isKnown(below) || isSecretAt(below, item, part)
          return [name, replaced(item, below, isSecret)]
        }),
      )
    }
    const isShown = !secret || part === '' || !['string', 'number', 'bigint'].includes(typeof part)
    return isShown ? part : replace(path, part as string | number)
  }
  return replaced(value, [], false)
}

/** Shorter ones would hide innocent text, and hide little. */
const shortestSecret = 4

/** The secret texts in a JSON value, so that an answer that repeats one can be kept from saying it. */
export function secretTexts(value: unknown): string[] {
  const found: string[] = []
  replaceSecrets(value, (_, secret) => found.push(String(secret)))
  return found.filter((text) => text.length >= shortestSecret)
}

/**
 * How codes of errors are written: Logto's `entity.not_found`, a library's `ERR_JWT_EXPIRED`, OAuth's `invalid_grant`, the
 * system's `ECONNREFUSED`.
 * Codes that are secrets are drawn at random, and have no words joined by underscores.
 */
const errorCodes = [/^[a-z_]+(\.[a-z_]+)+$/, /^[A-Z]+(_[A-Z]+)+$/, /^[a-z]+(_[a-z]+)+$/, /^E[A-Z]{4,}$/]

function isSecretByShape(name: string, value: unknown, siblings: object): boolean {
  if (name === 'value') {
    return ('name' in siblings && 'expiresAt' in siblings) || ('type' in siblings && siblings.type === 'password')
  }
  if (name !== 'code' || typeof value !== 'string') return false
  const isError = 'message' in siblings || 'error' in siblings || errorCodes.some((form) => form.test(value))
  const isLanguage = /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(value)
  return !isError && !isLanguage
}
