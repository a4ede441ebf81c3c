import type { ValuePath } from '../../base/value-path.js'
import { isTimeProperty } from '../facts/time-properties.js'
import type { PrintOptions } from './answer.js'
import { longestTime, nothing, shownText } from './cell-text.js'
import { drawLines } from './cli-table.js'
import { type Column, cellsOf, chooseColumns } from './columns.js'
import { fitWidths, gap, type Need } from './fit-widths.js'
import { harmlessLine } from './harmless.js'
import { masking } from './mask.js'
import { lastName } from './path.js'
import type { RowFormat } from './row-format.js'
import { stateText } from './state-tint.js'
import { bold, dim } from './style.js'
import { cut, widthOf } from './text-width.js'

/** A table fitted to the terminal; the first page decides columns and widths, so that later rows line up with it. */
export function fittedTable(options: PrintOptions): RowFormat {
  const { width, colour } = options.terminal
  const mask = masking(options)
  const isAsked = options.columns !== undefined
  let layout: Layout | undefined

  return {
    get hidden() {
      return layout?.hidden ?? []
    },
    page(rows) {
      const seen = rows.map(mask)
      const header = layout === undefined
      if (layout === undefined) {
        const columns = chooseColumns(seen, options)
        const lines = [...(options.expected ?? []), ...seen].map((row) => textsOf(row, columns))
        layout = layOut(columns, lines, { width, isAsked })
      }
      const { columns, widths } = layout
      const lines = seen.map((row) => {
        const shown = fitted(textsOf(row, columns), widths).map((text, index) =>
          text === nothing ? dim(text, colour) : stateText(text, lastName(columns[index]?.path ?? []), colour),
        )
        return colour ? anchored(shown, widths) : shown
      })
      if (header) lines.unshift(headings(columns, widths).map((text) => bold(text, colour)))
      return drawLines(lines, widths)
    },
  }
}

interface Layout {
  columns: Column[]
  widths: number[]
  hidden: string[]
}

/** Less of a cell than this tells nothing; of columns that somebody asked for, every one is shown as long as can be. */
const least = { usual: 8, asked: 3 }
/** A heading that is cut should still be guessed. */
const leastHeading = 10

function layOut(
  columns: readonly Column[],
  lines: readonly string[][],
  { width, isAsked }: { width: number; isAsked: boolean },
): Layout {
  const hasId = columns.some(({ path }) => isId(path))
  const needs = columns.map(({ name, path }, index): Need => {
    const cells = lines.map((texts) => texts[index] ?? '')
    const first = cells[0]
    const heading = widthOf(harmlessLine(name))
    return {
      cells: cells.reduce((most, text) => Math.max(most, widthOf(text)), 0),
      heading,
      leastHeading: Math.min(widthOf(lastName(path)), leastHeading),
      // A time that is cut would tell no more than the day.
      least: isTimeProperty(lastName(path)) ? longestTime : least[isAsked ? 'asked' : 'usual'],
      shrinks: shrinking(path, index, { hasId, isAsked }),
      isConstant: !isAsked && cells.length > 1 && cells.every((text) => text === first),
    }
  })
  const widths = fitWidths(needs, width)
  const isShown = (_: unknown, index: number) => widths[index] !== undefined
  return {
    columns: columns.filter(isShown),
    widths: widths.filter((each) => each !== undefined),
    hidden: columns.filter((column, index) => !isShown(column, index)).map(({ name }) => name),
  }
}

/**
 * People tell rows apart by names, so ids give way to them, and -o text gives ids whole; but whoever asks for an id by
 * --columns wants to use it. Without an id, the first column is what a row is called by.
 */
function shrinking(
  path: ValuePath,
  index: number,
  { hasId, isAsked }: { hasId: boolean; isAsked: boolean },
): Need['shrinks'] {
  if (isAsked) return (hasId ? path.length === 1 && path[0] === 'id' : index === 0) ? 'last' : undefined
  if (isId(path)) return 'first'
  return !hasId && index === 0 ? 'last' : undefined
}

function isId(path: ValuePath): boolean {
  return /^id$|Id$/.test(lastName(path))
}

/** A heading that does not fit whole is the property's own name. */
function headings(columns: readonly Column[], widths: readonly number[]): string[] {
  const names = columns.map(({ name, path }, index) => {
    const whole = harmlessLine(name)
    return widthOf(whole) <= (widths[index] ?? 0) ? whole : harmlessLine(lastName(path) || name)
  })
  return fitted(names, widths)
}

/** No cell can show more than a line of the widest terminal, so measuring need not go further. */
const longest = 2000

function textsOf(row: unknown, columns: readonly Column[]): string[] {
  return cellsOf(row, columns).map((value, index) => {
    const text = shownText(value, lastName(columns[index]?.path ?? []), true)
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
