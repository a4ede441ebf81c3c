import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags } from '../../src/call/operation/global-flags.js'

export default class AliasSet extends BaseCommand {
  static override readonly summary = 'Give a command line a name of your own'
  static override readonly description =
    'Keeps a short name for a command with its arguments and flags; what is typed behind the name follows them. $1 to $9 stand for the first words behind it. Quotes keep words together, and nothing else of a shell is understood: no variable, no pipe. A command always goes before an alias of its name.'
  static readonly keywords = ['shortcut', 'abbreviation', 'own', 'nickname']
  static override readonly usage = 'alias set NAME COMMAND-LINE [FLAGS]'
  static override readonly examples = [
    {
      description: 'List the newest users by `logto newest`',
      command: "logto alias set newest 'users list --page-size 5'",
    },
    {
      description: 'Look somebody up by `logto mail-of ann`',
      command: "logto alias set mail-of 'users find $1 --query primaryEmail -o text'",
    },
    { description: 'Another name for a topic: `logto people list`', command: 'logto alias set people users' },
  ]
  static override readonly baseFlags = processFlags
  static override readonly args = {
    name: Args.string({ description: 'The name: small letters, digits and hyphens', required: true }),
    'command-line': Args.string({ description: 'What it stands for, as one word in quotes', required: true }),
  }

  override async run(): Promise<void> {
    const { args } = await this.parseInput()
    const { setAlias } = await import('../../src/jobs/alias/set-alias.js')
    const name = args.name ?? ''
    const { line, before } = await setAlias(name, args['command-line'] ?? '', this.config, process.env)
    await this.streams.err(
      before === undefined || before === line
        ? `logto ${name} is logto ${line}`
        : `logto ${name} is logto ${line} now; it was logto ${before}`,
    )
  }
}
