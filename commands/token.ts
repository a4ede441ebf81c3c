import { Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Token extends BaseCommand {
  static override readonly summary = 'Print a valid access token'
  static override readonly description =
    'Prints the access token that commands would send, renewed if it is about to expire, for use with curl and other programs. Whoever has it can do what you can do until it expires.'
  static readonly keywords = ['bearer', 'access token', 'curl']
  static override readonly usage = 'token [FLAGS]'
  static override readonly examples = [
    {
      description: 'Call the API by hand',
      command: 'curl -H "Authorization: Bearer $(logto token)" https://acme.logto.app/api/users',
    },
    { description: 'A token of another profile', command: 'logto token --profile work' },
  ]
  static override readonly baseFlags = {
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }
  static override readonly flags = {
    user: Flags.boolean({ description: "Where the environment holds both: the end user's token" }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ currentToken }, { loginProgram }] = await Promise.all([
      import('../src/jobs/login/current-token.js'),
      import('../src/jobs/login/program.js'),
    ])
    const program = loginProgram(flags, this.config.version, this.streams)
    const token = await currentToken(flags, flags.user === true, program)
    if (process.stdout.isTTY) {
      await this.streams.err('Whoever has this token can act with your rights until it expires.')
    }
    const { harmless } = await import('../src/call/output/harmless.js')
    await this.streams.out(`${process.stdout.isTTY ? harmless(token) : token}\n`)
  }
}
