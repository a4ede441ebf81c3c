import type { Config } from '@oclif/core'
import type { Operation } from '../src/call/facts/operation.js'
import { describe } from '../src/jobs/describe/describe.js'
import type { Description, Shape } from '../src/jobs/describe/description.js'
import type { FieldView } from '../src/jobs/describe/fields.js'
import { allKnown, load } from '../src/jobs/describe/find-command.js'
import { readTopics } from '../src/jobs/find/topics.js'

/** A page of the site: its path without `.md`, what the menu calls it, its text in Markdown. */
export interface Page {
  path: string
  title: string
  text: string
}

/** Pages in the order of the menu, under a heading. */
export interface Chapter {
  title: string
  pages: Page[]
}

interface Described {
  description: Description
  refusals: NonNullable<Operation['refusals']>
}

/** The page where commands stand that belong to no topic. */
const top = 'logto'

const pageOf = (command: string) => (command.includes(' ') ? command.slice(0, command.indexOf(' ')) : top)
const link = (command: string) =>
  `[\`logto ${command}\`](/commands/${pageOf(command)}#logto-${command.replaceAll(' ', '-')})`

/** A page for each topic, with all its commands, in the groups of the help; and one for the commands without a topic. */
export async function commandChapters(config: Config): Promise<Chapter[]> {
  const known = allKnown(config).filter(({ hidden }) => !hidden)
  const summaries = new Map(known.map(({ command, summary }) => [command, summary]))
  const described = new Map<string, Described[]>()
  for (const { command } of known) {
    const found = await load(command, config)
    const description = await describe(found, known, config.root)
    const page = described.get(pageOf(command)) ?? []
    page.push({ description, refusals: found.class.operation?.refusals ?? {} })
    described.set(pageOf(command), page)
  }
  const page = (name: string, summary: string): Page => ({
    path: `commands/${name}`,
    title: name,
    text: topicText(name === top ? top : `logto ${name}`, summary, described.get(name) ?? [], summaries),
  })
  const chapters = readTopics(config.root).groups.map(({ title, topics }) => ({
    title,
    pages: topics.filter(({ name }) => described.has(name)).map(({ name, summary }) => page(name, summary)),
  }))
  const others = { title: 'Beside the topics', pages: [page(top, 'Commands that belong to no topic')] }
  const all = [others, ...chapters]
  return [{ title: 'Commands', pages: [contents(all, known.length)] }, ...all]
}

function contents(chapters: readonly Chapter[], count: number): Page {
  const lines = chapters.flatMap(({ title, pages }) => [
    '',
    `## ${title}`,
    '',
    ...pages.map(({ path, title: name, text }) => `- [${name}](/${path}): ${text.split('\n')[2]}`),
  ])
  const text = `# Commands\n\n${count} commands, by topic. Each says what it takes, answers and refuses.\n${lines.join('\n')}\n`
  return { path: 'commands/index', title: 'All topics', text }
}

function topicText(
  title: string,
  summary: string,
  commands: readonly Described[],
  summaries: ReadonlyMap<string, string>,
): string {
  const list = commands.map(({ description }) => `- ${link(description.command)}: ${description.summary}`)
  const sections = commands.flatMap((command) => ['', ...commandLines(command, summaries)])
  return `${[`# ${title}`, '', `${summary}.`, '', ...list, ...sections].join('\n')}\n`
}

function commandLines({ description, refusals }: Described, summaries: ReadonlyMap<string, string>): string[] {
  const {
    command,
    summary,
    description: text,
    operation,
    needs,
    warnings,
    lists,
    examples,
    before,
    after,
  } = description
  const others = (title: string, names: readonly string[]) =>
    part(
      title,
      names.map((name) => `- ${link(name)}: ${summaries.get(name) ?? ''}`),
    )
  const points = (title: string, lines: readonly string[]) =>
    part(
      title,
      lines.map((line) => `- ${line}`),
    )
  return [
    `## logto ${command}`,
    '',
    operation ? `${summary}. \`${operation.method} ${operation.path}\` (${operation.id})` : `${summary}.`,
    ...(text ? ['', text] : []),
    ...points('Needs', needs),
    ...points('Mind', warnings),
    ...points('List', lists),
    ...part('Inputs', table(['input', 'meaning'], inputRows(description))),
    ...points('Answer', description.answers.map(answerText)),
    ...part(
      'Examples',
      examples.flatMap(({ description: does, command: line }) => [...(does ? [`${does}:`, ''] : []), ...code(line)]),
    ),
    ...part(
      'Errors',
      table(
        ['error', 'meaning', 'what to do'],
        Object.entries(refusals).map(([error, fact]) => {
          const { says = '', hint = '' } = typeof fact === 'string' ? { hint: fact } : fact
          return [`\`${error}\``, says, hint]
        }),
      ),
    ),
    ...others('Before', before),
    ...others('After', after),
    '',
    'It ends with one of the [exit codes](/help/exit-codes).',
  ]
}

const part = (title: string, lines: readonly string[]) => (lines.length > 0 ? ['', `**${title}**`, '', ...lines] : [])

const code = (line: string) => ['```sh', line, '```', '']

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)]
}

function inputRows({ arguments: args, headers, query, body, operation }: Description): string[][] {
  const fields = operation?.runs === undefined ? withParts(body) : []
  return [
    ...args.map(({ name, help, options }) => [`\`${name.toUpperCase()}\``, noted(help, options)]),
    ...headers.map(({ flag, help }) => [`\`--${flag}\``, help]),
    ...[...query, ...fields].flatMap(({ flag, help = '', type, options, required }) =>
      flag === undefined
        ? []
        : [[`\`--${flag}\``, noted(help, options, [...(required ? ['required'] : []), ...(type ? [type] : [])])]],
    ),
    ...(body && operation?.runs === undefined ? [['`--body`', 'The whole body: text, `@FILE`, or `-`']] : []),
  ]
}

function noted(help: string, options: readonly unknown[] = [], notes: readonly string[] = []): string {
  const all = [
    ...notes,
    ...(options.length > 0 ? [`one of ${options.map((option) => `\`${option}\``).join(', ')}`] : []),
  ]
  return all.length > 0 ? `${help} (${all.join('; ')})` : help
}

/** The properties of a body and what is in them; of several forms, each once. */
function withParts(shape: Pick<Shape, 'fields' | 'variants'> | undefined): FieldView[] {
  const own = shape?.fields ?? shape?.variants?.flatMap(({ fields = [] }) => fields) ?? []
  const all = own.flatMap((field) => [field, ...withParts(field)])
  return all.filter((field, at) => all.findIndex(({ flag }) => flag === field.flag) === at)
}

function answerText({ status, type, fields = [], variants = [] }: Description['answers'][number]): string {
  const names = (fields.length > 0 ? fields : variants.flatMap((variant) => variant.fields ?? [])).map(
    ({ name }) => `\`${name}\``,
  )
  return `${status}: ${type}${names.length > 0 ? ` with ${[...new Set(names)].join(', ')}` : ''}`
}
