import { Args } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, tenantFlags } from '../src/call/operation/global-flags.js'

export default class Docs extends BaseCommand {
  static override readonly summary = 'Read about a command, a topic, or what there is'
  static override readonly description = [
    'Says what a command does, what it needs, destroys or replaces, its inputs in brief, examples, and which commands',
    'usually come before and after it. COMMAND may be the words of a command, a topic, an operation id or a name in',
    'Lua scripts; without it the topics are listed. With --json or -o yaml, one document. Nothing is sent.',
  ].join(' ')
  static readonly keywords = ['manual', 'read', 'explain', 'documentation', 'guide', 'what']
  static override readonly usage = 'docs [COMMAND...] [FLAGS]'
  static override readonly strict = false
  static override readonly examples = [
    { description: 'See which topics there are', command: 'logto docs' },
    { description: 'Read about suspending a user', command: 'logto docs users set-suspended' },
    {
      description: 'Print which commands usually come before another',
      command: 'logto docs orgs assign-user-roles --json --query before',
    },
  ]
  static override readonly args = {
    command: Args.string({ description: 'Words of a command, a topic, an operation id or a Lua name' }),
  }
  static override readonly baseFlags = { ...outputFlags, ...tenantFlags, ...processFlags }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const [{ showDocs }, { settingsOf }] = await Promise.all([
      import('../src/jobs/describe/show-docs.js'),
      import('../src/call/operation/settings.js'),
    ])
    await showDocs(argv, settingsOf(flags), this.config, this.streams)
  }
}
