import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../src/call/operation/global-flags.js'

export default class ProfilesList extends BaseCommand {
  static override readonly summary = 'List the profiles of this machine'
  static override readonly description =
    'Shows each profile with its tenant, how it signs in, and where its secrets are kept. No secret is read.'
  static readonly keywords = ['accounts', 'tenants']
  static override readonly usage = 'profiles list [FLAGS]'
  static override readonly examples = [{ description: 'List the profiles', command: 'logto profiles list' }]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ ConfigFile }, { profileRow, printProfiles }] = await Promise.all([
      import('../../src/access/profiles/config-file.js'),
      import('../../src/jobs/login/show-profiles.js'),
    ])
    const configuration = await new ConfigFile(process.env).read()
    const names = Object.keys(configuration.profiles).sort()
    await printProfiles(
      names.map((name) => profileRow(name, configuration)),
      flags,
      this.streams,
    )
  }
}
