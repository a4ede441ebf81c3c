import { BaseCommand } from '../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Logout extends BaseCommand {
  static override readonly summary = 'Sign out: delete the secrets of a profile'
  static override readonly description =
    'Deletes the secrets and cached tokens of the profile in force, or of --profile, and ends a browser login at the tenant where that is possible. The profile itself stays, so that `logto login --profile NAME` brings it back; `logto profiles remove` removes it.'
  static readonly keywords = ['sign out']
  static readonly before = ['profiles list']
  static readonly after = ['profiles remove']
  static override readonly usage = 'logout [FLAGS]'
  static override readonly examples = [
    { description: 'Sign out of the default profile', command: 'logto logout' },
    { description: 'Sign out of another one', command: 'logto logout --profile work' },
  ]
  static override readonly baseFlags = {
    profile: requestFlags.profile,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ logout }, { loginProgram }] = await Promise.all([
      import('../src/jobs/login/logout.js'),
      import('../src/jobs/login/program.js'),
    ])
    await logout(flags.profile as string | undefined, loginProgram(flags, this.config.version, this.streams))
  }
}
