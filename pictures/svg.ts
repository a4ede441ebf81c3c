import stringWidth from 'string-width'
import type { Run } from './screen.js'

/** Colours of a terminal; `palette` are those that the program uses, by number. */
export interface Theme {
  background: string
  edge: string
  text: string
  palette: Readonly<Record<number, string>>
}

export const themes: Readonly<Record<'light' | 'dark', Theme>> = {
  light: {
    background: '#ffffff',
    edge: '#d0d7de',
    text: '#1f2328',
    palette: { 1: '#cf222e', 2: '#116329', 3: '#7d4e00', 4: '#0969da', 5: '#8250df', 6: '#1b7c83', 8: '#57606a' },
  },
  dark: {
    background: '#0d1117',
    edge: '#30363d',
    text: '#e6edf3',
    palette: { 1: '#ff7b72', 2: '#56d364', 3: '#e3b341', 4: '#79c0ff', 5: '#d2a8ff', 6: '#56d4dd', 8: '#8b949e' },
  },
}

/** Pixels: a cell is as wide as most monospaced fonts draw it, and `textLength` holds each text to its cells. */
const cell = { width: 8.4, height: 19 }
const margin = 16
const fontSize = 14

const fonts =
  "ui-monospace, SFMono-Regular, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"

/** A picture of a terminal's lines: text in the reader's own monospaced font, nothing fetched from anywhere. */
export function svgOf(
  lines: readonly (readonly Run[])[],
  { title, columns, theme }: { title: string; columns: number; theme: Theme },
): string {
  const width = pixels(columns * cell.width + 2 * margin)
  const height = pixels(lines.length * cell.height + 2 * margin)
  const texts = lines.flatMap((runs, row) => runs.flatMap((run) => textsOf(run, row, theme)))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${theme.background}" stroke="${theme.edge}"/>`,
    `<g font-family="${fonts}" font-size="${fontSize}" fill="${theme.text}">`,
    ...texts,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

/** The words of a run, each group at its own place: a reader of SVG may squeeze the gaps of a table. */
function textsOf({ column, text, bold, dim, colour }: Run, row: number, theme: Theme): string[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map(({ 0: words, index }) => {
    const attributes = {
      x: pixels(margin + (column + stringWidth(text.slice(0, index))) * cell.width),
      y: pixels(margin + row * cell.height + fontSize),
      textLength: pixels(stringWidth(words) * cell.width),
      lengthAdjust: 'spacingAndGlyphs',
      ...(bold ? { 'font-weight': 'bold' } : {}),
      ...(dim ? { opacity: '0.65' } : {}),
      ...(colour === undefined ? {} : { fill: theme.palette[colour] ?? theme.text }),
    }
    const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
    return `<text ${written.join(' ')}>${escaped(words)}</text>`
  })
}

function pixels(length: number): number {
  return Math.round(length * 10) / 10
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
