import type { PrintOptions } from './answer.js'
import { isTimeName, longestTime, nothing, shownText } from './cell-text.js'
import { drawLines } from './cli-table.js'
import { type Column, cellsOf, chooseColumns } from './columns.js'
import { fitWidths, gap } from './fit-widths.js'
import { harmlessLine } from './harmless.js'
import { masking } from './mask.js'
import { lastName } from './path.js'
import type { RowFormat } from './row-format.js'
import { bold, dim } from './style.js'
import { cut, widthOf } from './text-width.js'

/** A table fitted to the terminal; the first page decides columns and widths, so that later rows line up with it. */
export function fittedTable(options: PrintOptions): RowFormat {
  const { width, colour } = options.terminal
  const mask = masking(options)
  const least = options.columns === undefined ? 8 : 3
  let layout: Layout | undefined

  return {
    get hidden() {
      return layout?.hidden ?? []
    },
    page(rows) {
      const seen = rows.map(mask)
      const columns = layout?.columns ?? chooseColumns(seen, options)
      const names = columns.map(({ name }) => harmlessLine(name))
      const texts = seen.map((row) => textsOf(row, columns))
      const header = layout === undefined
      const expected = (options.expected ?? []).map((row) => textsOf(row, columns))
      layout ??= layOut(columns, [names, ...expected, ...texts], { width, least })
      const { widths } = layout
      const lines = texts.map((cells) => {
        const shown = fitted(cells, widths).map((text) => (text === nothing ? dim(text, colour) : text))
        return colour ? anchored(shown, widths) : shown
      })
      if (header) lines.unshift(fitted(names, widths).map((text) => bold(text, colour)))
      return drawLines(lines, widths)
    },
  }
}

interface Layout {
  columns: Column[]
  widths: number[]
  hidden: string[]
}

function layOut(columns: Column[], lines: readonly string[][], room: { width: number; least: number }): Layout {
  const natural = columns.map((_, index) =>
    lines.reduce((most, cells) => Math.max(most, widthOf(cells[index] ?? '')), 0),
  )
  // A time that is cut would tell no more than the day.
  const least = (index: number) => (isTimeName(lastName(columns[index]?.path ?? [])) ? longestTime : room.least)
  const id = columns.findIndex(({ path }) => path.length === 1 && path[0] === 'id')
  const widths = fitWidths(natural, room.width, least, Math.max(id, 0))
  const kept = columns.slice(0, widths.length)
  return { columns: kept, widths, hidden: columns.slice(widths.length).map(({ name }) => name) }
}

/** No cell can show more than a line of the widest terminal, so measuring need not go further. */
const longest = 2000

function textsOf(row: unknown, columns: readonly Column[]): string[] {
  return cellsOf(row, columns).map((value, index) => {
    const text = shownText(value, lastName(columns[index]?.path ?? []))
    return text.length > longest ? `${text.slice(0, longest)}…` : text
  })
}

// Hebrew to Arabic Extended, their presentation forms, and the right-to-left scripts of the next plane.
const rightToLeft = /[\u{590}-\u{8ff}\u{fb1d}-\u{fdff}\u{fe70}-\u{fefc}\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u
const leftToRightMark = '\u{200e}'

/** Cells cut to their columns. A mark after right-to-left text keeps a terminal that reorders it from swapping columns. */
function fitted(cells: readonly string[], widths: readonly number[]): string[] {
  return widths.map((width, index) => {
    const text = cut(cells[index] ?? '', width)
    return rightToLeft.test(text) && index < widths.length - 1 ? text + leftToRightMark : text
  })
}

/** Characters of several code points (emoji joined, tinted or in two parts, flags): terminals disagree on their width. */
const disputed = /[\u{200d}\u{fe0f}\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}]/u

/** Behind a cell of disputed width the cursor is sent to where the next column begins, whatever the terminal made of it. */
function anchored(cells: readonly string[], widths: readonly number[]): string[] {
  let start = 1
  let isSure = true
  return cells.map((cell, index) => {
    const text = isSure ? cell : `\u001b[${start}G${cell}`
    isSure &&= !disputed.test(cell)
    start += (widths[index] ?? 0) + gap
    return text
  })
}
