/** Answers made up from a seed: a failure names it, so that it can be run again. */

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Texts that a terminal, a spreadsheet or a reader of YAML could take for more than text. */
export const nasty = [
  '',
  ' ',
  'plain',
  '\u001b[31mred\u001b[0m',
  '\u001b]0;title\u0007',
  '\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\',
  '\u009b2J',
  '\u0000\u0007\b\u007f',
  'a\r\nb\tc\n',
  '\u2028\u2029\u0085',
  '\u202eevil\u202c\u2066x\u2069\u200f',
  '日本語 한국어 中文',
  '👩‍👩‍👧‍👦🏳️‍🌈👍🏽🇦🇹',
  'e\u0301\u0301\u0301',
  'שלום עולם مرحبا',
  '\ud800',
  '=1+2',
  '-5',
  '@SUM(A1)',
  '"quoted", and, comma',
  'no',
  'null',
  '1e3',
  '0x10',
  '2026-01-01',
  '- list\n- item',
  'key: value #comment',
  '<script>',
  '…',
  '\ufeff',
]
const keys = [
  'id',
  'name',
  '__proto__',
  'constructor',
  'toString',
  'a.b',
  'a[0]',
  '',
  '\u001b[2J',
  'ключ',
  'length',
  'x',
]

/** Any JSON value, as deep as `depth`. */
export function value(next: () => number, depth: number): unknown {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const kind = Math.floor(next() * (depth > 0 ? 9 : 6))
  if (kind <= 2) return next() < 0.05 ? pick(nasty).repeat(2000) : pick(nasty) + (next() < 0.3 ? pick(nasty) : '')
  if (kind === 3) return pick([0, -0, 1, -1.5, 1e21, 1e-7, 2 ** 53 + 2, 1_700_000_000_000])
  if (kind === 4) return next() < 0.5
  if (kind === 5) return null
  const count = Math.floor(next() * 6)
  if (kind === 6) return Array.from({ length: count }, () => value(next, depth - 1))
  return Object.fromEntries(Array.from({ length: count }, () => [pick(keys), value(next, depth - 1)]))
}

/** What a terminal must not get. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a terminal must not get
export const harmful = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/
