import { UsageError } from '../../base/errors.js'

/** UTF-8 and what its bytes are called when a person names it. */
const defaultEncoding = 'utf-8'

/** Marks at the beginning of a text that say how it is encoded; they go before what anybody says (WHATWG Encoding, 6). */
const marks: readonly [string, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Reads bytes as text, or throws a UsageError that names `asker`. */
export type Decoder = (bytes: Uint8Array, asker: string) => string

/**
 * Reads texts in the encoding with this label of the WHATWG Encoding Standard (`windows-1252`, `shift_jis`), UTF-8
 * without; a byte order mark decides by itself. Bytes that the encoding cannot hold are refused with their place, and
 * so is a NUL, which is what UTF-16 without a mark looks like. Throws a UsageError for a label that there is not.
 */
export function decoderOf(label: string | undefined): Decoder {
  const asked = label === undefined ? defaultEncoding : known(label)
  return (bytes, asker) => {
    const encoding = marks.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte))?.[0] ?? asked
    const text = decoded(bytes, encoding, asker)
    const nul = text.indexOf('\0')
    if (nul >= 0) throw notText(`a NUL character at ${placeOf(text.slice(0, nul))}`, asker)
    return text
  }
}

function known(label: string): string {
  try {
    return new TextDecoder(label).encoding
  } catch (cause) {
    throw new UsageError(`--encoding: there is no encoding ${label || 'without a name'}`, {
      code: 'usage.bad_encoding',
      hint: 'give a name such as windows-1252, iso-8859-2, shift_jis, gb18030 or utf-16le',
      cause,
    })
  }
}

/** What windows-1252 has in the places of the control characters 0x80 to 0x9F (WHATWG Encoding, index-windows-1252). */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function decoded(bytes: Uint8Array, encoding: string, asker: string): string {
  // Node 20 to 23 take it for ISO 8859-1 (nodejs/node#56542).
  if (encoding === 'windows-1252') {
    return Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\x80-\x9f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control)
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    const fault = encoding === 'utf-8' ? utf8Fault(bytes) : undefined
    throw new UsageError(`${asker}: it is not ${encoding.toUpperCase()}${fault ? `: ${fault}` : ''}`, {
      code: 'usage.bad_encoding',
      hint: 'name its encoding, such as --encoding windows-1252, or save it as UTF-8',
      cause,
    })
  }
}

function notText(what: string, asker: string): UsageError {
  return new UsageError(`${asker}: it is not text: it has ${what}`, {
    code: 'usage.bad_encoding',
    hint: 'if it is UTF-16, say so: --encoding utf-16le',
  })
}

/** The first byte that UTF-8 does not have there. */
function utf8Fault(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes)
  const skipped = text.length > 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) {
    const before = text.slice(0, at)
    const byte = skipped + Buffer.byteLength(before)
    // The replacement character may also stand there itself.
    if (bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd) continue
    return `byte ${byte + 1} (0x${(bytes[byte] ?? 0).toString(16).toUpperCase().padStart(2, '0')}), ${placeOf(before)}`
  }
  return undefined
}

/** Where a text goes on: line and column, both counted from 1. */
export function placeOf(before: string): string {
  const lines = before.split('\n')
  return `line ${lines.length}, column ${[...(lines.at(-1) ?? '')].length + 1}`
}
