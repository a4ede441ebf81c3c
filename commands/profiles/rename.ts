import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags } from '../../src/call/operation/global-flags.js'

export default class ProfilesRename extends BaseCommand {
  static override readonly summary = 'Give a profile another name'
  static override readonly description = 'Its secrets and settings stay with it; a default profile stays the default.'
  static override readonly usage = 'profiles rename PROFILE NEW-NAME [FLAGS]'
  static override readonly examples = [
    { description: 'Rename a profile', command: 'logto profiles rename acme production' },
  ]
  static override readonly baseFlags = processFlags
  static override readonly args = {
    profile: Args.string({ description: 'Name of the profile', required: true }),
    'new-name': Args.string({ description: 'Its new name', required: true }),
  }

  override async run(): Promise<void> {
    const { args } = await this.parseInput()
    const [{ ConfigFile }, { renameProfile }] = await Promise.all([
      import('../../src/access/profiles/config-file.js'),
      import('../../src/access/profiles/edit-profiles.js'),
    ])
    const [from, to] = [args.profile ?? '', args['new-name'] ?? '']
    await renameProfile(new ConfigFile(process.env), from, to)
    await this.streams.err(`profile ${from} is called ${to} now`)
  }
}
