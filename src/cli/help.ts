import { type Command, CommandHelp, type Interfaces, Help as OclifHelp } from '@oclif/core'
import { inOrder } from '../find/order.js'
import { readTopics, type Topic } from '../find/topics.js'

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

  protected override flags(flags: Command.Flag.Any[]): [string, string | undefined][] | undefined {
    return super.flags(flags.map(withListedValues))
  }
}

/** Enum values as a list with spaces, so that a long one breaks between values. */
function withListedValues(flag: Command.Flag.Any): Command.Flag.Any {
  if (flag.type !== 'option' || !flag.options) return flag
  const { options, ...rest } = flag
  const values = `one of ${options.join(', ')}`
  return { ...rest, helpValue: flag.helpValue ?? '<value>', description: `${flag.description ?? ''} (${values})` }
}

/** The program's help: oclif's, with the pages above, and topics in groups an administrator thinks in. */
export default class Help extends OclifHelp {
  protected override CommandHelpClass = CommandPage

  protected override async showRootHelp(): Promise<void> {
    const { groups, commands: order } = readTopics(this.config.root)
    const names = new Set(this.sortedCommands.map(({ id }) => id.split(':')[0]))
    const top = this.sortedCommands.filter(({ id }) => id !== '' && !id.includes(':'))
    const place = ({ id }: Command.Loadable) => (order.includes(id) ? order.indexOf(id) : order.length)
    const sections = [
      ...groups.map(({ title, topics }) => ({ title, rows: topics.filter(({ name }) => names.has(name)) })),
      { title: 'Commands', rows: [...top].sort((a, b) => place(a) - place(b)).map(named) },
    ]
    // One width for all sections, so that the page reads as one list.
    const width = Math.max(...sections.flatMap(({ rows }) => rows.map(({ name }) => name.length)))
    this.log(`${this.wrap(this.config.pjson.description ?? '')}\n`)
    this.log(this.section('USAGE', `$ ${this.config.bin} TOPIC COMMAND [FLAGS]`))
    for (const { title, rows } of sections) this.log(`\n${this.listed(title, rows, width)}`)
    this.log(`\n${this.wrap(rootHint)}`)
  }

  protected override async showTopicHelp(topic: Interfaces.Topic): Promise<void> {
    const { order } = readTopics(this.config.root)
    // One within another is `experience sessions` where it is typed.
    const typed = topic.name.replaceAll(':', ' ')
    const within = this.sortedCommands.filter(({ id }) => id.startsWith(`${topic.name}:`)).map(named)
    const rows = inOrder(
      within.map(({ name }) => name.slice(typed.length + 1)),
      order[topic.name],
    ).flatMap((verb) =>
      within.filter(({ name }) => name === `${typed} ${verb}`).map((each) => ({ ...each, name: verb })),
    )
    this.log(this.formatTopic(topic))
    this.log(this.listed('Commands', rows))
    this.log(`\n${this.wrap(`\`logto ${typed} COMMAND --help\` says what a command takes, with examples.`)}`)
  }

  private listed(title: string, rows: readonly Topic[], width = 0): string {
    const list = rows.map(({ name, summary }): [string, string] => [name.padEnd(width), summary])
    return this.section(
      title.toUpperCase(),
      this.renderList(list, { indentation: 2, spacer: '\n', stripAnsi: this.opts.stripAnsi ?? false }),
    )
  }
}

function named({ id, summary }: Command.Loadable): Topic {
  return { name: id.replaceAll(':', ' '), summary: summary ?? '' }
}

const rootHint = `Type \`logto TOPIC\` for a topic's commands, \`logto search WORDS\` to find one by what it does.`
