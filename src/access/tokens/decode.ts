/** A JWT taken apart (RFC 7519); nothing about it is verified. */
export interface DecodedJwt {
  header: Readonly<Record<string, unknown>>
  claims: Readonly<Record<string, unknown>>
}

/** Takes a JWT apart, also an unsigned one; undefined for an opaque token, an encrypted one, and anything else. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const parts = token.split('.')
  const [head = '', payload = ''] = parts
  if (parts.length !== 3) return undefined
  const [header, claims] = [objectIn(head), objectIn(payload)]
  return header && claims ? { header, claims } : undefined
}

function objectIn(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
