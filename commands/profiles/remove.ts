import { Args, Flags } from '@oclif/core'
import { DeclinedError } from '../../src/base/errors.js'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags } from '../../src/call/operation/global-flags.js'

export default class ProfilesRemove extends BaseCommand {
  static override readonly summary = 'Remove a profile with its secrets'
  static override readonly description =
    'Deletes the secrets of the profile from the keychain or the file, then the profile. Nothing is changed at the tenant: to end a browser login there too, run `logto logout` first.'
  static override readonly usage = 'profiles remove PROFILE [FLAGS]'
  static override readonly examples = [{ description: 'Remove a profile', command: 'logto profiles remove old-tenant' }]
  static override readonly baseFlags = processFlags
  static override readonly args = { profile: Args.string({ description: 'Name of the profile', required: true }) }
  static override readonly flags = {
    yes: Flags.boolean({ char: 'y', description: 'Do not ask' }),
    'keep-secrets': Flags.boolean({ description: 'Leave the secrets where they are, when the keychain is gone' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const name = args.profile ?? ''
    const [{ profileVerification }, { ConfigFile }, { removeProfile }, { openStore }, { findProfile }, { askYes }] =
      await Promise.all([
        import('../../src/access/auth/verification-record.js'),
        import('../../src/access/profiles/config-file.js'),
        import('../../src/access/profiles/edit-profiles.js'),
        import('../../src/access/profiles/open-store.js'),
        import('../../src/access/profiles/profile.js'),
        import('../../src/call/operation/questions.js'),
      ])
    const file = new ConfigFile(process.env)
    const profile = findProfile(await file.read(), name, 'remove')
    const sure =
      flags.yes === true || (await askYes(`Remove profile ${name} with its secrets?`, flags['no-input'] === true))
    if (!sure) throw new DeclinedError('nothing was done', { code: 'usage.declined' })
    const keepSecrets = flags['keep-secrets'] === true
    await profileVerification(profile, process.env).forget()
    await removeProfile(file, (kind) => openStore(kind, process.env), name, { keepSecrets })
    await this.streams.err(`profile ${name} is removed`)
  }
}
