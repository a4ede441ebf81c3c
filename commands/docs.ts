import { Args } from '@oclif/core'
import { BaseCommand } from '../src/operation/base-command.js'
import { outputFlags, processFlags } from '../src/operation/global-flags.js'

export default class Docs extends BaseCommand {
  static override readonly summary = 'Say what a command does, needs and destroys'
  static override readonly description =
    'Works offline. Says in plain words what an operation does, what must be there before it works, what it destroys or replaces, what it takes, and which commands usually come before and after it. With a topic it lists the commands, without words the topics. --json prints one document.'
  static override readonly usage = 'docs [TOPIC | COMMAND...] [FLAGS]'
  static override readonly examples = [
    { description: 'List the topics', command: 'logto docs' },
    { description: 'What inviting people into an organization takes', command: 'logto docs org-invitations create' },
    {
      description: 'What a command needs, for a program',
      command: 'logto docs account update-password --json --query needs',
    },
  ]
  static override readonly strict = false
  static override readonly args = {
    command: Args.string({ description: 'A topic, the words of a command, or the id of an operation' }),
  }
  static override readonly baseFlags = { ...outputFlags, ...processFlags }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const { showDocs } = await import('../src/describe/show-docs.js')
    await showDocs(argv, flags, this.commands, this.streams)
  }
}
