import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../../src/call/operation/global-flags.js'

export default class ExperienceSessionsList extends BaseCommand {
  static override readonly summary = 'List the sign-ins under way'
  static override readonly description =
    'Shows the sessions of `logto experience authorize` on this machine, and how far each has come. Cookies are not shown.'
  static override readonly usage = 'experience sessions list [FLAGS]'
  static override readonly examples = [{ description: 'List them', command: 'logto experience sessions list' }]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ listSessions }, { experienceProgram }] = await Promise.all([
      import('../../../src/jobs/experience/sessions.js'),
      import('../../../src/jobs/experience/program.js'),
    ])
    await listSessions(experienceProgram(flags, this.config, this.streams))
  }
}
