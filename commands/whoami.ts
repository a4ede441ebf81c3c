import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Whoami extends BaseCommand {
  static override readonly summary = 'Show which tenant is in force, as whom, and why'
  static override readonly description =
    'Shows the profile, endpoint, tenant, resource indicator, client, scope and token expiry that commands would use here, and for each where the value came from; then proves the credentials by a call. Secrets are not shown.'
  static readonly keywords = ['which tenant', 'current', 'debug']
  static override readonly usage = 'whoami [FLAGS]'
  static override readonly examples = [
    { description: 'What is in force here', command: 'logto whoami' },
    { description: 'What a profile stands for', command: 'logto whoami --profile work --json' },
  ]
  static override readonly baseFlags = {
    ...outputFlags,
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ whoami }, { loginProgram }] = await Promise.all([
      import('../src/jobs/login/whoami.js'),
      import('../src/jobs/login/program.js'),
    ])
    await whoami(flags, loginProgram(flags, this.config.version, this.streams))
  }
}
