import { shellWords } from '../../base/shell-words.js'

/**
 * A command line in lines of at most this many columns, each but the last ended by `mark`, so that a shell reads them
 * as one. It is broken between words only: inside quotes a break would become part of the value, and a longer word is
 * left whole.
 */
export function commandLines(line: string, width: number, mark = '\\'): string[] {
  const lines: string[] = []
  for (const word of shellWords(line)) {
    const last = lines.at(-1)
    const joined = last === undefined ? word : `${last} ${word}`
    // The mark and the space before it need room on every line that may be followed by another.
    if (last === undefined || joined.length <= width - 2) lines[Math.max(0, lines.length - 1)] = joined
    else lines.push(word)
  }
  return lines.map((text, i) => (i < lines.length - 1 ? `${text} ${mark}` : text))
}
