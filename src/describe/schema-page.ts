import type { AnswerDescription, BodyDescription, Description } from './description.js'
import { inputFacts, propertyFacts } from './facts-in-words.js'
import { type PageStyle, page, paragraph, type Section, twoColumns } from './layout.js'
import type { ContentDescription, PropertyDescription } from './properties.js'

type Row = readonly [string, string]

/** `logto schema COMMAND` for people: an outline of what goes in and what comes back. */
export function schemaPage(described: Description, style: PageStyle): string {
  const { command, summary, method, path, operation, needs } = described
  const title = [`logto ${command}: ${summary}`, `${method} ${path} (${operation})`]
  const sections: Section[] = [
    { heading: 'NEEDS', lines: paragraph(`${needs.join('; ')}.`, style) },
    inputs('ARGUMENTS', described.arguments, (name) => name.toUpperCase(), style),
    inputs('QUERY', described.query, (name, wire) => `${wire} (--${name})`, style),
    inputs('HEADERS', described.headers, (name, wire) => `${wire} (--${name})`, style),
    ...(described.body ? [bodySection(described.body, style)] : []),
    ...described.answers.map((answer) => answerSection(answer, style)),
  ]
  return page(title, sections, style)
}

function inputs(
  heading: string,
  given: Description['query'],
  label: (name: string, wire: string) => string,
  style: PageStyle,
): Section {
  const rows = given.map((input): Row => [label(input.name, input.wire), inputFacts(input).join(', ')])
  return { heading, lines: twoColumns(rows, style) }
}

function bodySection(body: BodyDescription, style: PageStyle): Section {
  const heading = `BODY (${body.media})`
  if (body.media.startsWith('multipart/')) {
    return { heading, lines: paragraph('One file, given with --file PATH.', style) }
  }
  return { heading, lines: contentLines(body, style) }
}

function answerSection({ status, media, content }: AnswerDescription, style: PageStyle): Section {
  const heading = media === undefined ? `ANSWER ${status}` : `ANSWER ${status} (${media})`
  if (!content) return { heading, lines: ['no content'] }
  return { heading, lines: contentLines(content, style) }
}

/** What is outermost: its kind, where it is no plain object, and what stands in it. */
function contentLines(content: ContentDescription, style: PageStyle): string[] {
  const { type, variants, properties } = content
  const rows = rowsOf({ name: '', required: true, ...content }, 0)
  const kind = type === 'object' && properties ? [] : [variants ? `${type}, one of ${variants.length} forms` : type]
  return [...kind, ...twoColumns(rows, style)]
}

/** The lines below a property: what it holds, indented. */
function rowsOf({ properties, entries, variants }: PropertyDescription, depth: number): Row[] {
  const indent = '  '.repeat(depth)
  const below = properties?.flatMap((property) => propertyRows(property, depth)) ?? []
  const free = entries ? propertyRows({ ...entries, name: '<name>' }, depth) : []
  const forms = variants?.flatMap((form, i): Row[] => [
    [`${indent}form ${i + 1}: ${form.label}`, ''],
    ...rowsOf({ name: '', required: true, type: form.type, ...pick(form.properties) }, depth + 1),
  ])
  return [...below, ...free, ...(forms ?? [])]
}

function pick(properties: PropertyDescription[] | undefined): { properties?: PropertyDescription[] } {
  return properties ? { properties } : {}
}

function propertyRows(property: PropertyDescription, depth: number): Row[] {
  const { name, flag } = property
  const facts = propertyFacts(property).filter((fact) => fact !== 'optional')
  const label = `${'  '.repeat(depth)}${name}`
  return [[label, [...facts, ...(flag === undefined ? [] : [`--${flag}`])].join(', ')], ...rowsOf(property, depth + 1)]
}
