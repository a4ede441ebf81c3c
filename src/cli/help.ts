import { type Command, CommandHelp, Help as OclifHelp } from '@oclif/core'
import { widthOf } from '../output/text-width.js'

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

  /** oclif wraps the long form of a list two columns too late. */
  override renderList(...[input, options]: Parameters<CommandHelp['renderList']>): string {
    const list = super.renderList(input, options)
    const room = this.opts.maxWidth - options.indentation
    if (list.split('\n').every((line) => widthOf(line) <= room)) return list
    return super.renderList(input, { ...options, indentation: options.indentation + 2, multiline: true })
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

/** The program's help: oclif's, with the pages above. */
export default class Help extends OclifHelp {
  protected override CommandHelpClass = CommandPage
}
