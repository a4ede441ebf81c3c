import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags } from '../../src/call/operation/global-flags.js'

export default class ProfilesUse extends BaseCommand {
  static override readonly summary = 'Choose the default profile'
  static override readonly description =
    'Commands use this profile from now on, unless `--profile`, credentials in the environment, LOGTO_PROFILE or a project file say otherwise.'
  static readonly keywords = ['switch', 'default', 'tenant', 'environment', 'change']
  static readonly before = ['profiles list']
  static readonly after = ['whoami']
  static override readonly usage = 'profiles use PROFILE [FLAGS]'
  static override readonly examples = [{ description: 'Make work the default', command: 'logto profiles use work' }]
  static override readonly baseFlags = processFlags
  static override readonly args = { profile: Args.string({ description: 'Name of the profile', required: true }) }

  override async run(): Promise<void> {
    const { args } = await this.parseInput()
    const [{ ConfigFile }, { findProfile }] = await Promise.all([
      import('../../src/access/profiles/config-file.js'),
      import('../../src/access/profiles/profile.js'),
    ])
    const name = args.profile ?? ''
    await new ConfigFile(process.env).update((configuration) => {
      findProfile(configuration, name, 'use')
      configuration.defaultProfile = name
    })
    await this.streams.err(`${name} is the default profile now`)
  }
}
