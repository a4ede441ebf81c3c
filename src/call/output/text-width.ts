import widthOf from 'string-width'

/** How many columns of a terminal a text takes: 2 for wide characters and emoji, 0 for combining marks. */
export { widthOf }

const graphemes = new Intl.Segmenter()

/** The text if it fits, else as much as fits with `…` behind it, never half a character. */
export function cut(text: string, width: number): string {
  // No measuring of megabytes: nothing this long fits.
  const start = text.length > 5000 ? text.slice(0, 5000) : text
  if (start === text && widthOf(text) <= width) return text
  return `${takeWidth(start, width - 1)}…`
}

/** The text followed by the spaces that fill the width. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Breaks a line at spaces, or inside a word that has no room on a line; nothing is lost but spaces at a break. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const word of text.split(/(?<= )/)) {
    const needed = widthOf(word.trimEnd())
    if (used + needed > width && line !== '') {
      lines.push(line.trimEnd())
      line = ''
      used = 0
    }
    let rest = word
    if (needed > width) {
      const pieces = chop(word, width)
      rest = pieces.pop() ?? ''
      lines.push(...pieces)
    }
    line += rest
    used += widthOf(rest)
  }
  return [...lines, line.trimEnd()]
}

/** The longest beginning of the text that takes at most this width. */
function takeWidth(text: string, width: number): string {
  let used = 0
  let end = 0
  for (const { segment, index } of graphemes.segment(text)) {
    used += widthOf(segment)
    if (used > width) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/** The text in pieces of at most this width. */
function chop(text: string, width: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    const needed = widthOf(segment)
    if (used + needed > width && piece !== '') {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += segment
    used += needed
  }
  return [...pieces, piece]
}
