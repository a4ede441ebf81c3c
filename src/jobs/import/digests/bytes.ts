/** Hexadecimal of either case as bytes; undefined for anything else. */
export function fromHex(text: string): Buffer | undefined {
  return /^([0-9a-fA-F]{2})+$/.test(text) ? Buffer.from(text, 'hex') : undefined
}

/** Base64 of either alphabet, with padding or without (RFC 4648), as bytes; undefined for anything else. */
export function fromBase64(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64url') === text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
    ? bytes
    : undefined
}

/** Passlib's base64: `.` stands for `+`, and there is no padding. */
export function fromAb64(text: string): Buffer | undefined {
  return fromBase64(text.replaceAll('.', '+'))
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The text that these bytes are in UTF-8; undefined where they are none. */
export function asText(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
