/** Words of a POSIX shell's command line, in which some parts are variables. */

/**
 * Text as it stands, or the value of a variable: plain, or with what JSON needs escaped by {@link jsonTextFunction}, or
 * encoded for a URL by {@link urlTextFunction}.
 */
export type Piece = string | Variable

export interface Variable {
  variable: string
  inJson?: true
  inUrl?: true
}

/**
 * A shell function that prints its argument as the inside of a JSON string: quotes, backslashes, line breaks and the
 * other control characters escaped (RFC 8259, 7). The line break added in front of awk keeps those at the end.
 */
export const jsonTextFunction = String.raw`json_text() { printf '%s\n' "$1" | LC_ALL=C awk '{ gsub(/["\\]/, "\\\\&"); for (i = 1; i < 32; i++) if (i != 10) gsub(sprintf("%c", i), sprintf("\\u%04x", i)); printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }'; }`

/** A shell function that prints its argument with every byte percent-encoded (RFC 3986, 2.1), whatever it is. */
export const urlTextFunction = String.raw`url_text() { printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n' | sed 's/../%&/g'; }`

/** One word, quoted as far as it needs to be. */
export function shellWord(pieces: readonly Piece[]): string {
  const joined = joinedTexts(pieces)
  if (joined.every((piece) => typeof piece === 'string')) return quoted(joined.join(''))
  const isPlain = joined.every((piece) => typeof piece !== 'string' || !/["\\$`!]/.test(piece))
  if (isPlain) return `"${filledIn(joined, (text) => text)}"`
  return joined.map((piece) => (typeof piece === 'string' ? quoted(piece) : `"${expansion(piece)}"`)).join('')
}

/** A text for a here-document, in which variables are filled in. */
export function hereText(pieces: readonly Piece[]): string {
  return filledIn(pieces, (text) => text.replace(/[\\$`]/g, '\\$&'))
}

function filledIn(pieces: readonly Piece[], inText: (text: string) => string): string {
  return pieces
    .map((piece, i) => {
      if (typeof piece === 'string') return inText(piece)
      const next = pieces[i + 1]
      return expansion(piece, typeof next === 'string' && /^\w/.test(next))
    })
    .join('')
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** The value inside double quotes or a here-document; in braces where a letter follows. */
function expansion({ variable, inJson, inUrl }: Variable, isFollowed = false): string {
  if (inUrl) return `$(url_text "$${variable}")`
  if (inJson) return `$(json_text "$${variable}")`
  return isFollowed ? `\${${variable}}` : `$${variable}`
}

function joinedTexts(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') joined.splice(-1, 1, last + piece)
    else if (piece !== '') joined.push(piece)
  }
  return joined
}
