/** JSON whose whole numbers keep every digit: those beyond 2^53 are BigInts (RFC 8259, 6 sets them no limit). */

/** Texts and numbers; a text is matched so that digits inside it are not taken for a number. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g

/** `JSON.parse` with a BigInt for each whole number that a double would change. Throws its SyntaxError. */
export function parseExact(text: string): unknown {
  const parsed: unknown = JSON.parse(text)
  if (!/\d{16}/.test(text)) return parsed
  const mark = crypto.randomUUID()
  let isMarked = false
  const marked = text.replace(tokens, (token) => {
    if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) return token
    isMarked = true
    return `"${mark}${token}"`
  })
  if (!isMarked) return parsed
  return JSON.parse(marked, (_, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  )
}

/** `JSON.stringify`, with BigInts written as numbers. */
export function exactJson(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, null, indent)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return withBigInts(value, indent)
  }
}

function withBigInts(value: unknown, indent: number | undefined): string {
  const mark = crypto.randomUUID()
  const marked = (_: string, part: unknown) => (typeof part === 'bigint' ? `${mark}${part}` : part)
  return JSON.stringify(value, marked, indent).replaceAll(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')
}

/** A JSON value with doubles for its BigInts, for what computes with nothing else. */
export function withDoubles(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (Array.isArray(value)) return value.map(withDoubles)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withDoubles(part)]))
}
