import { Args } from '@oclif/core'
import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../../src/call/operation/global-flags.js'

export default class ExperienceSessionsShow extends BaseCommand {
  static override readonly summary = 'Show a sign-in that is under way'
  static override readonly description =
    'Shows what is kept of one session: application, redirect URI, scopes, and the names of its cookies, not their values. For what the tenant knows of it, use `logto experience get-interaction`.'
  static override readonly usage = 'experience sessions show SESSION [FLAGS]'
  static override readonly examples = [{ description: 'Show one', command: 'logto experience sessions show bob' }]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }
  static override readonly args = { session: Args.string({ description: 'Name of the session', required: true }) }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const [{ showSession }, { experienceProgram }] = await Promise.all([
      import('../../../src/jobs/experience/sessions.js'),
      import('../../../src/jobs/experience/program.js'),
    ])
    await showSession(args.session ?? '', experienceProgram(flags, this.config, this.streams))
  }
}
