import { Args, Flags } from '@oclif/core'
import { UsageError } from '../src/base/errors.js'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Jwt extends BaseCommand {
  static override readonly summary = 'Read a token, and verify it'
  static override readonly description =
    "Decodes a JWT (an access token or an ID token) from standard input or a file and shows its header, claims, issuer, audience, scope and expiry. Where a tenant is chosen it verifies signature, issuer and times by the tenant's own keys; for whom the token is meant is not judged. A token that is not valid ends with exit code 3; one that is only decoded, since no tenant is chosen or with --no-verify, with 0. Keys are never fetched from a host that only the token names. Tokens are not taken from the command line, where others could see them."
  static override readonly usage = 'jwt [@FILE] [FLAGS]'
  static override readonly examples = [
    { description: 'What your own token says', command: 'logto token | logto jwt' },
    { description: 'A token in a file, without the network', command: 'logto jwt @token.txt --no-verify' },
    {
      description: "Verify by an issuer's keys, without a profile",
      command: 'logto jwt --issuer https://acme.logto.app/oidc < token.txt',
    },
    {
      description: 'Only the scope, in a script',
      command: 'logto token | logto jwt --no-verify --json --query scope',
    },
  ]
  static override readonly baseFlags = {
    ...outputFlags,
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }
  /** A token that is typed all the same, in however many words, must not be repeated by a complaint of the parser. */
  static override readonly strict = false
  static override readonly args = {
    file: Args.string({ description: "@FILE, or '-' for standard input (default)" }),
  }
  static override readonly flags = {
    verify: Flags.boolean({
      description: 'Verify it; --no-verify decodes it alone and needs no tenant',
      default: true,
      allowNo: true,
    }),
    issuer: Flags.string({
      description: "Verify by the keys of this issuer instead of the tenant's",
      helpValue: '<url>',
    }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const given = args.file ?? '-'
    if (given !== '-' && !given.startsWith('@')) {
      throw new UsageError('a token on the command line can be seen by others and stays in the history of the shell', {
        code: 'usage.secret_on_command_line',
        hint: 'pipe it in, or name a file: logto jwt @FILE',
      })
    }
    const [{ readJwt }, { loginProgram }] = await Promise.all([
      import('../src/jobs/login/read-jwt.js'),
      import('../src/jobs/login/program.js'),
    ])
    const program = loginProgram(flags, this.config.version, this.streams)
    const text = await (given === '-' ? program.readSecret('logto jwt') : program.readFile(given.slice(1), 'logto jwt'))
    await readJwt(text, flags, program)
  }
}
