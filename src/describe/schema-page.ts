import type { AnswerDescription, BodyDescription, Description } from './description.js'
import { inputFacts, propertyFacts } from './facts-in-words.js'
import { type PageStyle, page, paragraph, type Section, twoColumns } from './layout.js'
import type { ContentDescription, PropertyDescription } from './properties.js'

type Row = readonly [string, string]

/** What is not said, since most properties are it: of a body optional, of an answer always there. */
type Usual = 'optional' | 'required'

/** `logto schema COMMAND` for people: an outline of what goes in and what comes back. */
export function schemaPage(described: Description, style: PageStyle): string {
  const { command, summary, method, path, operation, needs } = described
  const title = [`logto ${command}: ${summary}`, `${method} ${path} (${operation})`]
  const sections: Section[] = [
    { heading: 'NEEDS', lines: paragraph(`${needs.join('; ')}.`, style) },
    inputs('ARGUMENTS', described.arguments, style),
    inputs('QUERY', described.query, style),
    inputs('HEADERS', described.headers, style),
    ...(described.body ? [bodySection(described.body, style)] : []),
    ...described.answers.map((answer) => answerSection(answer, style)),
  ]
  return page(title, sections, style)
}

/** Arguments by their name on the command line, the others by the one on the wire with their flag. */
function inputs(heading: string, given: Description['query'], style: PageStyle): Section {
  const rows = given.map((input): Row => {
    const facts = inputFacts(input)
    if (heading === 'ARGUMENTS') return [input.name.toUpperCase(), facts.join(', ')]
    return [input.wire, [...facts, `--${input.name}`].join(', ')]
  })
  return { heading, lines: twoColumns(rows, style) }
}

function bodySection(body: BodyDescription, style: PageStyle): Section {
  const heading = `BODY (${body.media})`
  if (body.media.startsWith('multipart/')) {
    return { heading, lines: paragraph('One file, given with --file PATH.', style) }
  }
  return { heading, lines: contentLines(body, 'optional', style) }
}

function answerSection({ status, media, content }: AnswerDescription, style: PageStyle): Section {
  const heading = media === undefined ? `ANSWER ${status}` : `ANSWER ${status} (${media})`
  if (!content) return { heading, lines: ['no content'] }
  return { heading, lines: contentLines(content, 'required', style) }
}

/** What is outermost: its kind, where it is no plain object, and what stands in it. */
function contentLines(content: ContentDescription, usual: Usual, style: PageStyle): string[] {
  const { type, variants, properties } = content
  const rows = rowsOf({ name: '', required: true, ...content }, 0, usual)
  const kind = type === 'object' && properties ? [] : [variants ? `${type}, one of ${variants.length} forms` : type]
  return [...kind, ...twoColumns(rows, style)]
}

/** The lines below a property: what it holds, indented. */
function rowsOf({ properties, entries, variants }: PropertyDescription, depth: number, usual: Usual): Row[] {
  const indent = '  '.repeat(depth)
  const below = properties?.flatMap((property) => propertyRows(property, depth, usual)) ?? []
  const free = entries ? propertyRows({ ...entries, name: '<name>' }, depth, usual) : []
  const forms = variants?.flatMap((form, i): Row[] => [
    [`${indent}form ${i + 1}: ${form.label}`, ''],
    ...rowsOf({ name: '', required: true, type: form.type, ...pick(form.properties) }, depth + 1, usual),
  ])
  return [...below, ...free, ...(forms ?? [])]
}

function pick(properties: PropertyDescription[] | undefined): { properties?: PropertyDescription[] } {
  return properties ? { properties } : {}
}

function propertyRows(property: PropertyDescription, depth: number, usual: Usual): Row[] {
  const { name, flag } = property
  const facts = propertyFacts(property).filter((fact) => fact !== usual && !(name === '<name>' && fact === 'optional'))
  const label = `${'  '.repeat(depth)}${name}`
  const text = [...facts, ...(flag === undefined ? [] : [`--${flag}`])].join(', ')
  return [[label, text], ...rowsOf(property, depth + 1, usual)]
}
