/**
 * The properties that hold a moment in time, by name: numbers and texts of other names are no times, whatever they look
 * like. Logto writes most in epoch milliseconds; those of tokens, sessions and keys, which come from OAuth and its
 * provider (RFC 7519, node-oidc-provider), in seconds; those of second factors and verification records in ISO 8601.
 * The last line is of this program's own answers.
 */
const timeProperties: ReadonlySet<string> = new Set([
  ...['createdAt', 'updatedAt', 'expiresAt', 'lastSignInAt', 'lastUsedAt', 'enabledAt', 'readAt', 'effectiveAt'],
  ...['iat', 'exp', 'nbf', 'auth_time', 'loginTs', 'updated_at', 'created_at'],
  ...['issuedAt', 'tokenExpiresAt', 'verifiedUntil'],
])

/** Whether a property of this name holds a moment in time. */
export function isTimeProperty(name: string): boolean {
  return timeProperties.has(name)
}

/** Names that Logto gives to points in time: `createdAt`, `expiresAt`, `start_time`. */
export function isInstantName(name: string): boolean {
  return /(At|Time|_time)$/.test(name)
}

/** Below it, seconds are before 1973: a count or a duration. */
const earliestSeconds = 1e8

/** Below it, milliseconds are before 1973; above it, seconds are after 5138. */
const earliestMs = 1e11

/**
 * The moment that a value of such a property stands for: epoch milliseconds, epoch seconds, or ISO 8601 with a zone;
 * undefined for anything else.
 */
export function momentOf(value: unknown): Date | undefined {
  const isText = typeof value === 'string' && iso.test(value)
  const isNumber = typeof value === 'number' && value >= earliestSeconds
  if (!isText && !isNumber) return undefined
  const date = new Date(isNumber && value < earliestMs ? value * 1000 : value)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/
