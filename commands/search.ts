import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, tenantFlags } from '../src/call/operation/global-flags.js'

export default class Search extends BaseCommand {
  static override readonly summary = 'Find a command by what it does'
  static override readonly description =
    'Ranks the commands by the words of their names, summaries and keywords, and by words that mean the same. The ID of an operation, its path or its name in Lua finds the one command. Nothing is sent.'
  static override readonly usage = 'search WORDS [FLAGS]'
  static override readonly examples = [
    { description: 'Keep somebody from signing in', command: 'logto search suspend user' },
    { description: 'The command for a path', command: 'logto search /api/users/u4x8k2m9p1qz/roles' },
    { description: 'The best match alone, for a program', command: 'logto search magic link --limit 1 --json' },
  ]
  static override readonly baseFlags = { ...outputFlags, ...tenantFlags, ...processFlags }
  static override readonly flags = {
    limit: Flags.string({ description: 'How many commands to show [default: 10]', helpValue: '<n>' }),
  }
  static override readonly args = { words: Args.string({ description: 'What you want to do', required: true }) }
  static override readonly strict = false

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const { showFound } = await import('../src/jobs/find/show-found.js')
    await showFound(argv.join(' '), this.config, flags, this.streams)
  }
}
