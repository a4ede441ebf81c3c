import { stripVTControlCharacters } from 'node:util'
import { type Command, CommandHelp, type Interfaces, Help as OclifHelp } from '@oclif/core'
import { leaveUnoptimised } from '../base/engine.js'
import { outPaged } from '../call/output/pager.js'
import { processStreams } from '../call/output/streams.js'
import { commandLines } from '../jobs/describe/command-lines.js'
import { helpTopics } from '../jobs/describe/help-topics.js'
import { inOrder, orderOf } from '../jobs/find/order.js'
import { readTopics, type Topic, withNewTopics } from '../jobs/find/topics.js'

/** oclif's help of one command: the description first and whole, and enum values that wrap. */
class CommandPage extends CommandHelp {
  protected override sections() {
    const order = ['USAGE', 'DESCRIPTION', 'ARGUMENTS', 'FLAGS', 'EXAMPLES']
    const place = (header: string) => (order.indexOf(header) + order.length + 1) % (order.length + 1)
    return super.sections().sort((a, b) => place(a.header) - place(b.header))
  }

  /** Without the summary, which stands above. */
  protected override description(): string | undefined {
    const { description } = this.command
    return description ? this.wrap(this.render(description)) : undefined
  }

  protected override args(args: Command.Arg.Any[]): [string, string | undefined][] | undefined {
    return super.args(args.map(withListedValues))
  }

  /** Wrapped between words, behind a margin, which oclif does not count. */
  protected override usage(): string {
    return [this.command.usage ?? []]
      .flat()
      .map((usage) => {
        const [first = '', ...rest] = this.wrap(`$ ${this.config.bin} ${usage}`, 2 * this.indentSpacing + 2).split('\n')
        return [first, ...rest.map((line) => this.indent(line.trim(), 4))].join('\n')
      })
      .join('\n')
  }

  /** Texts below their names are indented further than oclif wraps them for: those are wrapped for a narrower page. */
  override renderList(...[rows, options]: Parameters<CommandHelp['renderList']>): string {
    const text = super.renderList(rows, options)
    const room = this.opts.maxWidth - options.indentation
    const widest = Math.max(...rows.map(([name]) => stripVTControlCharacters(name ?? '').length))
    const fits = widest <= room / 2 && text.split('\n').every((line) => stripVTControlCharacters(line).length <= room)
    const below = super.renderList(rows, { ...options, indentation: options.indentation + 2, multiline: true })
    // oclif itself puts texts below their names, of all rows, when one of them is long.
    if (!fits || text === super.renderList(rows, { ...options, multiline: true })) return below
    // It trims the list as a whole, and so the space that stands in the first row for a letter that others have.
    const margin = /^ */.exec(stripVTControlCharacters(rows[0]?.[0] ?? ''))?.[0] ?? ''
    return margin + text
  }

  /** oclif breaks command lines inside quotes, too, and so changes what they say. */
  protected override examples(examples: Command.Example[] | string | undefined): string | undefined {
    if (examples === undefined || examples.length === 0) return undefined
    const { platform, shell } = this.config
    const mark = platform !== 'win32' ? '\\' : shell.includes('powershell') ? '`' : '^'
    const shown = (typeof examples === 'string' ? [examples] : examples).map((example) => {
      const { description = '', command } = typeof example === 'string' ? { command: example } : example
      const line = command.startsWith(this.config.bin) ? `$ ${command}` : command
      const indent = 2 * this.indentSpacing
      const lines = commandLines(line, this.opts.maxWidth - indent - 2, mark)
      const typed = lines.map((text, i) => this.indent(text, i === 0 ? 2 : 4)).join('\n')
      return description === '' ? typed : `${this.wrap(description, indent)}\n\n${typed}`
    })
    return shown.join('\n\n')
  }

  protected override flags(flags: Command.Flag.Any[]): [string, string | undefined][] | undefined {
    // What is required says so behind its text, as in every generated command.
    return super.flags(flags.map((flag) => withListedValues({ ...flag, required: false })))
  }
}

/** Enum values as a list with spaces, so that a long one breaks between values. */
function withListedValues<Input extends Command.Flag.Any | Command.Arg.Any>(input: Input): Input {
  if (!('options' in input) || !input.options) return input
  const { options, ...rest } = input
  const description = `${input.description ?? ''} (one of ${options.join(', ')})`
  return { ...rest, ...('type' in input ? { helpValue: input.helpValue ?? '<value>' } : {}), description } as Input
}

/** The program's help: oclif's, with the pages above, and topics in groups an administrator thinks in. */
export class Help extends OclifHelp {
  protected override CommandHelpClass = CommandPage
  private page = ''

  /** Writes the page as every command writes: oclif would not notice that it could not. */
  override async showHelp(argv: string[]): Promise<void> {
    await super.showHelp(argv)
    await outPaged(processStreams(), this.page)
  }

  protected override log(...texts: string[]): void {
    this.page += `${texts.join(' ')}\n`
  }

  override async showCommandHelp(command: Command.Loadable): Promise<void> {
    leaveUnoptimised()
    await super.showCommandHelp(command)
  }

  protected override async showRootHelp(): Promise<void> {
    const typed = this.sortedCommands.filter(({ hidden }) => !hidden).map(({ id }) => id.replaceAll(':', ' '))
    const { groups, commands } = withNewTopics(readTopics(this.config.root), typed)
    const names = new Set(this.sortedCommands.map(({ id }) => id.split(':')[0]))
    const sections = [
      ...groups.map(({ title, topics }) => ({ title, rows: topics.filter(({ name }) => names.has(name)) })),
      { title: 'Commands', rows: this.commandsOf('', commands).filter(({ name }) => !name.includes(' ')) },
      { title: 'Pages', rows: helpTopics.map(({ name, summary }) => ({ name: `help ${name}`, summary })) },
    ]
    // One width for all sections, so that the page reads as one list.
    const width = Math.max(...sections.flatMap(({ rows }) => rows.map(({ name }) => name.length)))
    this.log(`${this.wrap(this.config.pjson.description ?? '')}\n`)
    this.log(this.section('USAGE', `$ ${this.config.bin} TOPIC COMMAND [FLAGS]`))
    for (const { title, rows } of sections) this.log(`\n${this.listed(title, rows, width)}`)
    this.log(`\n${this.wrap(rootHint)}`)
  }

  protected override async showTopicHelp(topic: Interfaces.Topic): Promise<void> {
    const topics = readTopics(this.config.root)
    const name = topic.name.replaceAll(':', ' ')
    this.log(this.formatTopic(topic))
    this.log(this.listed('Commands', this.commandsOf(`${topic.name}:`, orderOf(name, topics))))
    this.log(`\n${this.wrap(`\`logto ${name} COMMAND --help\` says what a command takes, with examples.`)}`)
  }

  /** The commands whose ids begin with `start`, named by what follows it. */
  private commandsOf(start: string, order: readonly string[]): Topic[] {
    const within = new Map(
      this.sortedCommands
        .filter(({ id }) => id !== '' && id.startsWith(start))
        .map(({ id, summary = '' }) => [id.slice(start.length).replaceAll(':', ' '), summary]),
    )
    return inOrder([...within.keys()], order).map((name) => ({ name, summary: within.get(name) ?? '' }))
  }

  private listed(title: string, rows: readonly Topic[], width = 0): string {
    const list = rows.map(({ name, summary }): [string, string] => [name.padEnd(width), summary])
    return this.section(
      title.toUpperCase(),
      this.renderList(list, { indentation: 2, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false }),
    )
  }
}

const rootHint = `Type \`logto TOPIC\` for a topic's commands, \`logto search WORDS\` to find one by what it does.`
