import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../src/call/operation/global-flags.js'

export default class AliasList extends BaseCommand {
  static override readonly summary = 'List your own names for command lines'
  static override readonly description = 'Shows each alias of this machine with what it stands for.'
  static readonly keywords = ['shortcuts']
  static override readonly usage = 'alias list [FLAGS]'
  static override readonly examples = [{ description: 'List the aliases', command: 'logto alias list' }]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ AliasesFile }, { printAnswer, rowsOf }, { settingsOf }] = await Promise.all([
      import('../../src/access/profiles/aliases-file.js'),
      import('../../src/call/operation/print-answer.js'),
      import('../../src/call/operation/settings.js'),
    ])
    const aliases = Object.entries(await new AliasesFile(process.env).read())
    const rows = aliases
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, line]) => ({ name, command: `logto ${line}` }))
    await printAnswer(rowsOf(rows), settingsOf(flags), this.streams, ['name', 'command'])
  }
}
