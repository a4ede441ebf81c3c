import { isPlainObject } from '../../base/value-path.js'
import type { PrintOptions } from './answer.js'
import { isScalar, nothing, shownText } from './cell-text.js'
import { cellsOf, chooseColumns } from './columns.js'
import { gap } from './fit-widths.js'
import { harmless, harmlessLine } from './harmless.js'
import { masking } from './mask.js'
import { lastName } from './path.js'
import { stateText } from './state-tint.js'
import { bold, dim } from './style.js'
import { cut, pad, widthOf, wrap } from './text-width.js'

/** An object for people: names on the left, values on the right, wrapped to the terminal and never cut. */
export function objectView(value: unknown, options: PrintOptions): string {
  const { width, colour } = options.terminal
  const seen = masking(options)(value)
  if (!isPlainObject(seen)) return `${harmless(typeof seen === 'string' ? seen : shownText(seen, ''))}\n`

  const columns = chooseColumns([seen], options)
  const names = columns.map(({ name }) => cut(harmlessLine(name), Math.floor(width / 2)))
  const nameWidth = names.reduce((most, name) => Math.max(most, widthOf(name)), 0)
  const room = width - nameWidth - gap
  const margin = ' '.repeat(nameWidth + gap)
  const cells = cellsOf(seen, columns)

  return columns
    .map(({ path }, index) => {
      const cell = cells[index]
      const hang = isPlain(cell) ? 0 : 2
      const lines = valueLines(cell, lastName(path), 0).flatMap((line) => wrapIndented(line, room, hang))
      const name = bold(pad(names[index] ?? '', nameWidth), colour) + ' '.repeat(gap)
      const [line = '', ...more] = lines
      const shown =
        more.length > 0 ? lines : [line === nothing ? dim(line, colour) : stateText(line, lastName(path), colour)]
      return shown.map((text, number) => `${`${number === 0 ? name : margin}${text}`.trimEnd()}\n`).join('')
    })
    .join('')
}

/** Deeper than this, values are shown as JSON on one line. */
const deepest = 6

/** A value as lines, nested ones indented in the manner of YAML. */
function valueLines(value: unknown, name: string, depth: number): string[] {
  if (typeof value === 'string') return value.split(/\r?\n/).map(harmlessLine)
  if (isPlain(value) || depth > deepest) return [shownText(value, name)]
  if (Array.isArray(value)) {
    return value.flatMap((element) => {
      const [first, ...rest] = valueLines(element, name, depth + 1)
      return [`- ${first}`, ...rest.map(indented)]
    })
  }
  return Object.entries(value as object).flatMap(([key, inner]) => {
    const lines = valueLines(inner, key, depth + 1)
    const label = `${harmlessLine(key)}:`
    return lines.length === 1 && isPlain(inner) ? [`${label} ${lines[0]}`] : [label, ...lines.map(indented)]
  })
}

/** Takes one line: a scalar, a list of scalars, or an empty object. */
function isPlain(value: unknown): boolean {
  if (isScalar(value)) return true
  return Array.isArray(value) ? value.every(isScalar) : Object.keys(value as object).length === 0
}

function indented(line: string): string {
  return `  ${line}`
}

/** Wraps a line; its continuation stands as far in as its beginning, and `hang` further. */
function wrapIndented(line: string, width: number, hang: number): string[] {
  const indent = line.slice(0, line.length - line.trimStart().length)
  if (indent.length > width / 2) return wrap(line.trimStart(), width)
  const [first = '', ...rest] = wrap(line.slice(indent.length), width - indent.length - hang)
  return [indent + first, ...rest.map((part) => indent + ' '.repeat(hang) + part)]
}
