import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../../src/call/operation/global-flags.js'

export default class ExperienceSessionsRemove extends BaseCommand {
  static override readonly summary = 'Forget sign-ins that are under way'
  static override readonly description =
    'Deletes the session with its cookies from this machine. The tenant forgets the sign-in when its hour is over.'
  static override readonly usage = 'experience sessions remove [SESSION] [FLAGS]'
  static override readonly examples = [
    { description: 'Forget one', command: 'logto experience sessions remove bob' },
    { description: 'Forget all of them', command: 'logto experience sessions remove --all' },
  ]
  static override readonly baseFlags = { output: outputFlags.output, json: outputFlags.json, ...processFlags }
  static override readonly args = { session: Args.string({ description: 'Name of the session' }) }
  static override readonly flags = { all: Flags.boolean({ description: 'Forget every session' }) }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const [{ removeSessions }, { experienceProgram }] = await Promise.all([
      import('../../../src/jobs/experience/sessions.js'),
      import('../../../src/jobs/experience/program.js'),
    ])
    await removeSessions(args.session, flags.all === true, experienceProgram(flags, this.config, this.streams))
  }
}
