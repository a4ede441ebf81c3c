import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, tenantFlags } from '../src/call/operation/global-flags.js'

export default class Commands extends BaseCommand {
  static override readonly summary = 'List every command, for people and programs'
  static override readonly description =
    'In machine formats each command comes with its operation, arguments and flags, their types and the values they take. Global flags are left out, since every command has them.'
  static readonly keywords = ['all', 'reference', 'overview', 'machine-readable', 'agent']
  static override readonly usage = 'commands [TOPIC...] [FLAGS]'
  static override readonly examples = [
    { description: 'List the commands about users', command: 'logto commands users' },
    { description: 'Everything, for a program', command: 'logto commands --json > commands.json' },
    {
      description: 'Commands that need a body property',
      command: 'logto commands --json --query "[?flags[?required]].command"',
    },
  ]
  static override readonly baseFlags = { ...outputFlags, ...tenantFlags, ...processFlags }
  static override readonly flags = {
    hidden: Flags.boolean({ description: 'Also list the commands that help leaves out' }),
  }
  static override readonly args = { topic: Args.string({ description: 'Only the commands of this topic' }) }
  static override readonly strict = false

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const { listCommands } = await import('../src/jobs/find/list-commands.js')
    await listCommands(argv, this.config, flags, this.streams)
  }
}
