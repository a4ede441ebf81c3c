import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags } from '../../src/call/operation/global-flags.js'

export default class AliasDelete extends BaseCommand {
  static override readonly summary = 'Forget one of your own names for command lines'
  static override readonly description =
    'Nothing is changed at the tenant; what the name stood for is said, so that it can be set again.'
  static override readonly usage = 'alias delete NAME [FLAGS]'
  static override readonly examples = [{ description: 'Forget an alias', command: 'logto alias delete newest' }]
  static override readonly baseFlags = processFlags
  static override readonly args = { name: Args.string({ description: 'The name', required: true }) }

  override async run(): Promise<void> {
    const { args } = await this.parseInput()
    const { deleteAlias } = await import('../../src/jobs/alias/set-alias.js')
    const name = args.name ?? ''
    const line = await deleteAlias(name, process.env)
    await this.streams.err(`the alias ${name} is forgotten; it was logto ${line}`)
  }
}
