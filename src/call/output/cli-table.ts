import Table from 'cli-table3'
import utils from 'cli-table3/src/utils.js'
import { gap } from './fit-widths.js'
import { cut, pad, widthOf } from './text-width.js'

// cli-table3 measures with a string-width of 2020, which takes 🫠 for one column and cuts a family emoji in half:
// it is given the measure that the rest of the output uses.
Object.assign(utils, {
  strlen: widthOf,
  pad: (text: string, length: number) => pad(text, length),
  truncate: (text: string, length: number) => cut(text, length),
} satisfies typeof utils)

/** No frame: columns are told apart by space, as `gh` and `kubectl` print them. */
const frameless = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right'].flatMap((side) => [
    [side, ''],
    [`${side}-mid`, ''],
    [`${side}-left`, ''],
    [`${side}-right`, ''],
  ]),
)

/** Draws lines of cells in columns of the given widths; cells already fit. Ends each line, without trailing spaces. */
export function drawLines(lines: readonly string[][], widths: readonly number[]): string {
  if (lines.length === 0) return ''
  const last = widths.length - 1
  const table = new Table({
    chars: { ...frameless, middle: '' },
    colWidths: widths.map((width, index) => (index === last ? width : width + gap)),
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
  })
  table.push(...lines.map((cells) => widths.map((_, index) => cells[index] ?? '')))
  return table
    .toString()
    .split('\n')
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}
