/** The header and payload of a JWT, not verified (RFC 7519); undefined for an opaque token. */
export function decoded(token: string): { header: unknown; payload: unknown } | undefined {
  const [header, payload, signature] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined) return undefined
  const part = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  try {
    return { header: part(header), payload: part(payload) }
  } catch {
    return undefined
  }
}
