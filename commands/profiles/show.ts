import { Args } from '@oclif/core'
import { UsageError } from '../../src/base/errors.js'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../src/call/operation/global-flags.js'

export default class ProfilesShow extends BaseCommand {
  static override readonly summary = 'Show a profile'
  static override readonly description =
    'Shows what is stored of one profile, the default one without a name. Secrets are not shown, and the tenant is not asked: for what is in force here and whether it works, use `logto whoami`.'
  static override readonly usage = 'profiles show [PROFILE] [FLAGS]'
  static override readonly examples = [
    { description: 'Show the default profile', command: 'logto profiles show' },
    { description: 'Show another one', command: 'logto profiles show work' },
  ]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }
  static override readonly args = { profile: Args.string({ description: 'Name of the profile' }) }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const [{ ConfigFile }, { profileRow }, { printAnswer }, { settingsOf }] = await Promise.all([
      import('../../src/access/profiles/config-file.js'),
      import('../../src/jobs/login/show-profiles.js'),
      import('../../src/call/operation/print-answer.js'),
      import('../../src/call/operation/settings.js'),
    ])
    const configuration = await new ConfigFile(process.env).read()
    const name = args.profile ?? configuration.defaultProfile
    if (name === undefined) {
      throw new UsageError('there is no default profile', {
        code: 'config.no_default',
        hint: 'name a profile, choose one with `logto profiles use`, or sign in with `logto login`',
      })
    }
    await printAnswer({ kind: 'object', value: profileRow(name, configuration) }, settingsOf(flags), this.streams)
  }
}
