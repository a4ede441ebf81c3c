import type { Description, InputDescription } from './description.js'
import { inputFacts, propertyFacts } from './facts-in-words.js'
import type { FoundTopic } from './find-command.js'
import { helpTopics } from './help-topics.js'
import { bulleted, type PageStyle, page, paragraph, type Section, twoColumns } from './layout.js'
import type { PropertyDescription } from './properties.js'

/** Lines to type may take much of the width. */
const commandShare = 0.6

/** `logto docs COMMAND` for people. */
export function docsPage(described: Description, style: PageStyle): string {
  const { command, summary, method, path, operation } = described
  const sections: Section[] = [
    { heading: 'WHAT IT DOES', lines: paragraph(described.description ?? `${summary}.`, style) },
    { heading: 'WHAT IT NEEDS', lines: bulleted(described.needs, style) },
    { heading: 'TAKE CARE', lines: bulleted(careOf(described), style) },
    { heading: 'BEFORE', lines: related(described.before, style) },
    { heading: 'INPUT', lines: twoColumns(inputRows(described), style) },
    { heading: 'LISTING', lines: bulleted(listing(described), style) },
    { heading: 'EXAMPLES', lines: exampleLines(described.examples, style) },
    { heading: 'AFTER', lines: related(described.after, style) },
    { heading: 'MORE', lines: more(described, style) },
  ]
  return page([`logto ${command}: ${summary}`, `${method} ${path} (${operation})`], sections, style)
}

/** `logto docs TOPIC`: its commands. */
export function topicPage({ topic, summary, commands }: FoundTopic, style: PageStyle): string {
  const rows = commands.map(({ command, summary: does }) => [command, does] as const)
  const first = commands[0]?.command ?? topic
  return page(
    [`logto ${topic}: ${summary}`],
    [
      { heading: 'COMMANDS', lines: twoColumns(rows, style) },
      { heading: 'MORE', lines: twoColumns([[`logto docs ${first}`, 'What a command needs and does']], style) },
    ],
    style,
  )
}

/** `logto docs`: every topic, and how to go on. */
export function docsOverview(topics: Readonly<Record<string, string>>, style: PageStyle): string {
  const ways = [
    ['logto docs users', 'The commands of a topic'],
    ['logto docs users create', 'What a command does, needs and destroys, with examples'],
    ['logto schema users create', 'Its body and answer, field by field'],
    ['logto schema users create --skeleton', 'A body to edit'],
    ['logto users create --help', 'Its flags'],
  ] as const
  return page(
    ['What the commands do, offline'],
    [
      { heading: 'GO ON WITH', lines: twoColumns(ways, style, commandShare) },
      { heading: 'TOPICS', lines: twoColumns(Object.entries(topics).sort(byName), style) },
      {
        heading: 'PAGES OF HELP',
        lines: twoColumns(
          helpTopics.map(({ name, summary }) => [`logto help ${name}`, summary] as const),
          style,
        ),
      },
    ],
    style,
  )
}

function byName([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1
}

/** A command written by hand, by what its class says. */
export interface PlainDescription {
  command: string
  summary: string
  description?: string
  /** The command of the operation that a preset stands for. */
  standsFor?: string
  examples: Description['examples']
}

/** `logto docs` of a command written by hand. */
export function plainDocsPage(plain: PlainDescription, style: PageStyle): string {
  const { command, summary, description = `${summary}.`, standsFor, examples } = plain
  const ways = [
    ...(standsFor === undefined ? [] : ([[`logto docs ${standsFor}`, 'The operation it stands for']] as const)),
    [`logto ${command} --help`, 'All flags'] as const,
  ]
  return page(
    [`logto ${command}: ${summary}`],
    [
      { heading: 'WHAT IT DOES', lines: paragraph(description, style) },
      { heading: 'EXAMPLES', lines: exampleLines(examples, style) },
      { heading: 'MORE', lines: twoColumns(ways, style, commandShare) },
    ],
    style,
  )
}

function careOf({ effects, deprecated }: Description): string[] {
  return [...(deprecated ? ['It is deprecated.'] : []), ...effects]
}

function inputRows(described: Description): (readonly [string, string])[] {
  const { body, query, headers } = described
  return [
    ...described.arguments.map((input) => [input.name.toUpperCase(), inputText(input)] as const),
    ...[...query, ...headers].map((input) => [`--${input.name}`, inputText(input)] as const),
    ...(body?.properties ?? []).flatMap(flagRow),
    // A union's properties by flag: the same flag may stand in several forms.
    ...new Map((body?.variants ?? []).flatMap(({ properties = [] }) => properties.flatMap(flagRow))),
    ...(body?.media.startsWith('multipart/') ? ([['--file', 'The file to upload']] as const) : []),
    ...(body && !body.media.startsWith('multipart/')
      ? ([['--body', 'All of the body: JSON, @FILE or -']] as const)
      : []),
  ]
}

function inputText(input: InputDescription): string {
  const { description, source } = input
  const from = source === undefined ? '' : `, from logto ${source}`
  const [, ...facts] = inputFacts(input)
  return `${description}${from}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
}

function flagRow(property: PropertyDescription): (readonly [string, string])[] {
  const { flag, description } = property
  if (flag === undefined || description === undefined) return []
  const facts = propertyFacts(property).slice(1)
  const shown = facts.filter((fact) => fact !== 'optional' && !fact.startsWith('matches'))
  return [[`--${flag}`, shown.length > 0 ? `${description} (${shown.join(', ')})` : description]]
}

function listing({ paging, search }: Description): string[] {
  return [
    ...(paging === 'required' ? ['One page of 20 rows; --page, --page-size, --limit and --all fetch others.'] : []),
    ...(paging === 'optional' ? ['All rows at once, or a page with --page and --page-size.'] : []),
    ...(search ? ['--contains, --search and --where find rows; see logto help searching.'] : []),
  ]
}

function exampleLines(examples: Description['examples'], style: PageStyle): string[] {
  return examples.flatMap(({ description, command }, i) => [
    ...(i === 0 ? [] : ['']),
    ...paragraph(description, style),
    `  ${command}`,
  ])
}

function related(commands: Description['before'], style: PageStyle): string[] {
  return twoColumns(
    commands.map(({ command, summary = '' }) => [`logto ${command}`, summary] as const),
    style,
    commandShare,
  )
}

function more({ command, body }: Description, style: PageStyle): string[] {
  return twoColumns(
    [
      [`logto ${command} --help`, 'All flags'],
      [`logto schema ${command}`, 'Body and answer, field by field'],
      ...(body && !body.media.startsWith('multipart/')
        ? ([[`logto schema ${command} --skeleton`, 'A body to edit']] as const)
        : []),
    ],
    style,
    commandShare,
  )
}
