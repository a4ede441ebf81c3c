import { isUtf8 } from 'node:buffer'
import { UsageError } from '../../../base/errors.js'
import { inputFault } from './row.js'

/** How bytes become text, piece by piece. */
export interface Decoder {
  /** Throws a UsageError for bytes that are no text in its encoding. */
  write(bytes: Uint8Array): string
  end(): string
}

/**
 * The decoder for an input that begins with these bytes: UTF-8, or UTF-16 where a byte-order mark says so; `encoding` is
 * another one by name, for files without a mark. A mark is not part of the text. Throws a UsageError for a name that is
 * none.
 */
export async function decoderFor(first: Uint8Array, encoding: string | undefined): Promise<Decoder> {
  const mark = markOf(first)
  if (mark !== undefined && mark !== 'utf-8') return new UnicodeDecoder(mark)
  if (encoding === undefined || /^utf-?8$/i.test(encoding) || mark === 'utf-8') return new Utf8Decoder()
  return otherDecoder(encoding)
}

function markOf([a, b, c]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-8 that says where it breaks. */
class Utf8Decoder implements Decoder {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })
  /** The last bytes may be the beginning of a character: they are looked at with the next ones. */
  private rest: Uint8Array = new Uint8Array()
  private readonly place = new Place()

  write(bytes: Uint8Array): string {
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes])
    const whole = all.length - unfinished(all)
    const ready = all.subarray(0, whole)
    this.rest = Uint8Array.from(all.subarray(whole))
    return this.decode(ready, true)
  }

  end(): string {
    return this.decode(this.rest, false)
  }

  private decode(bytes: Uint8Array, stream: boolean): string {
    try {
      // Its own mark is dropped at the beginning, and kept everywhere else.
      const text = this.decoder.decode(bytes, { stream })
      this.place.pass(text)
      return text
    } catch (cause) {
      const good = goodBytes(bytes)
      this.place.pass(new TextDecoder().decode(bytes.subarray(0, good)))
      const { line, column } = this.place
      throw inputFault(
        'not_utf8',
        `line ${line}, column ${column}: the byte 0x${bytes[good]?.toString(16)} is no UTF-8`,
        'if the file is in another encoding, name it: --encoding windows-1252',
        cause,
      )
    }
  }
}

/** How many of the last bytes may begin a character that goes on: 0 to 3. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? back : 0
  }
  return 0
}

/** How many of the bytes from the first on are UTF-8. */
function goodBytes(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length]
  // The longest good beginning; one that ends within a character is no UTF-8 either, and a longer one may be.
  while (bad - good > 8) {
    const middle = Math.floor((good + bad) / 2)
    const cut = middle - unfinished(bytes.subarray(0, middle))
    if (cut > good && isUtf8(bytes.subarray(0, cut))) good = cut
    else bad = middle
  }
  let end = good
  for (let next = good + 1; next <= Math.min(bytes.length, good + 12); next++) {
    if (isUtf8(bytes.subarray(0, next))) end = next
  }
  return end
}

/** Line and column, 1-based, of what comes next. */
class Place {
  line = 1
  column = 1

  pass(text: string): void {
    let last = 0
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
      this.line += 1
      this.column = 1
      last = index + end.length
    }
    this.column += [...text.slice(last)].length
  }
}

class UnicodeDecoder implements Decoder {
  private readonly decoder: InstanceType<typeof TextDecoder>

  constructor(encoding: 'utf-16le' | 'utf-16be') {
    this.decoder = new TextDecoder(encoding, { fatal: true })
  }

  write(bytes: Uint8Array): string {
    return this.decode(bytes, true)
  }

  end(): string {
    return this.decode(new Uint8Array(), false)
  }

  private decode(bytes: Uint8Array, stream: boolean): string {
    try {
      return this.decoder.decode(bytes, { stream })
    } catch (cause) {
      throw inputFault('not_utf16', 'half of a UTF-16 character stands alone', 'is the file damaged?', cause)
    }
  }
}

/** Tables of other encodings, from a library: the decoder of some Nodes (23.7) takes windows-1252 for ISO 8859-1. */
async function otherDecoder(encoding: string): Promise<Decoder> {
  const { default: iconv } = await import('iconv-lite')
  if (!iconv.encodingExists(encoding)) {
    throw new UsageError(`--encoding: ${encoding} is no encoding that this program knows`, {
      code: 'usage.bad_value',
      hint: 'such as utf-8, windows-1252, iso-8859-1, utf-16le, shift_jis',
    })
  }
  const decoder = iconv.getDecoder(encoding)
  const place = new Place()
  const checked = (text: string) => {
    const at = text.indexOf('\ufffd')
    place.pass(at < 0 ? text : text.slice(0, at))
    if (at < 0) return text
    throw inputFault(
      'not_encoded',
      `line ${place.line}, column ${place.column}: a byte that ${encoding} does not have`,
      'is it the right encoding?',
    )
  }
  return {
    write: (bytes) => checked(decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length))),
    end: () => checked(decoder.end() ?? ''),
  }
}
