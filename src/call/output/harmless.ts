/**
 * Text from a server must not drive the terminal it is shown on: control characters (C0, DEL, C1), line separators and
 * the characters that reorder text (bidirectional overrides and isolates, UAX #9) are written as `\u{…}`.
 */
const dangerous = /(?![\n\t])[\p{Cc}\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu

/** The text with its dangerous characters spelled out; line breaks and tabs stay. */
export function harmless(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(dangerous, (character) => `\\u{${hex(character)}}`)
}

/** The same for a place that has one line: line breaks are shown as `⏎`, tabs as a space. */
export function harmlessLine(text: string): string {
  return harmless(text.replace(/\r\n|[\n\u{2028}\u{2029}]/gu, '⏎').replaceAll('\t', ' '))
}

/** The same for JSON, which has an escape of its own for them and escapes C0 by itself: still the same document. */
export function harmlessJson(json: string): string {
  return json.replace(dangerous, (character) => `\\u${hex(character).padStart(4, '0')}`)
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16)
}
