import { fateOf } from '../../call/facts/fate.js'
import { pad, widthOf, wrap } from '../../call/output/text-width.js'
import type { FieldView } from './fields.js'

/** Widest page of text: longer lines are hard to read. */
const widestPage = 100

/** Columns that a page takes on a terminal. */
export function pageWidth({ width }: { width: number }): number {
  return Math.min(width, widestPage)
}

/** Share of a page's width that a column of names may take. */
const longestName = 0.45

/** Whether something is given or got. */
export type Side = 'input' | 'answer'

/** One input or property, and what is said of it. */
export interface Line {
  name: string
  text: string
}

/** A heading and its lines, with an empty line before; nothing where there are none. */
export function section(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', title, ...lines] : []
}

/** Texts as points, wrapped to the width. */
export function points(texts: readonly string[], width: number): string[] {
  return texts.flatMap((text) => wrap(text, width - 4).map((line, at) => `${at === 0 ? '  - ' : '    '}${line}`))
}

/** Names in a column and their texts beside them, wrapped to the width. */
export function list(lines: readonly Line[], width: number, indent = 2): string[] {
  const column = columnOf(lines, width)
  return lines.flatMap((line) => besideEachOther(line, column, width, indent))
}

/** The properties of a body or an answer, those inside indented below theirs. */
export function outline(fields: readonly FieldView[], width: number, indent = 2, side: Side = 'input'): string[] {
  const column = columnOf(fields, width)
  return fields.flatMap((field) => [
    ...besideEachOther({ name: field.name, text: factsOf(field, side) }, column, width, indent),
    ...outline(field.fields ?? [], width, indent + 2, side),
    ...variantLines(field, width, indent + 2, side),
  ])
}

function columnOf(lines: readonly { name: string }[], width: number): number {
  return Math.min(Math.floor(width * longestName), Math.max(0, ...lines.map(({ name }) => widthOf(name))))
}

/** A name with room for the widest, and its text; a name wider than that has a line of its own. */
function besideEachOther({ name, text }: Line, column: number, width: number, indent: number): string[] {
  const [first = '', ...rest] = wrap(text, Math.max(20, width - indent - column - 2))
  const left = widthOf(name) > column ? [name, pad('', column)] : [pad(name, column)]
  const head = left.map((part, at) => (at === left.length - 1 ? `${part}  ${first}` : part))
  return [...head, ...rest.map((line) => `${pad('', column)}  ${line}`)].map((line) =>
    `${' '.repeat(indent)}${line}`.trimEnd(),
  )
}

/** The forms that a field may take, each with its properties. */
export function variantLines(
  { variants = [] }: Pick<FieldView, 'variants'>,
  width: number,
  indent = 2,
  side: Side = 'input',
): string[] {
  return variants.flatMap(({ name, type, fields }, place) => [
    `${' '.repeat(indent)}${place === 0 ? 'either' : 'or'} ${fields ? name : type}`,
    ...outline(fields ?? [], width, indent + 2, side),
  ])
}

/** `string, required, one of a, b, up to 128 characters, --name`. */
export function factsOf(field: FieldView, side: Side): string {
  const { type, required, nullable, options, limits, flag } = field
  return [
    nullable ? `${type} or null` : type,
    ...(required && side === 'input' ? ['required'] : []),
    ...(!required && side === 'answer' && field.name !== '*' ? ['not always there'] : []),
    ...(options ? [`one of ${options.join(', ')}`] : []),
    ...(limits === undefined ? [] : [limits]),
    ...(field.default === undefined ? [] : [`default ${JSON.stringify(field.default)}`]),
    ...fateOf(field),
    ...(field.ignored ? ['Logto ignores it'] : []),
    ...(field.deprecated ? ['deprecated'] : []),
    ...(flag === undefined ? [] : [`--${flag}`]),
  ].join(', ')
}
