import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../../src/call/operation/global-flags.js'

export default class AccountStepUp extends BaseCommand {
  static override readonly summary = 'Prove who you are, for the account commands that ask for it'
  static override readonly description =
    "Makes a verification record for the end user in force, by the password or by a code sent to an address of the account, and keeps it on this machine until it expires, ten minutes later. The account commands that take --verification-id send it by themselves; one that is given wins. `logto whoami` shows until when it is valid, `logto logout` forgets it. Like signing in, it is not held back by a read-only profile. Needs an end user's opaque token with scope openid and the account center switched on."
  static override readonly usage = 'account step-up [FLAGS]'
  static override readonly examples = [
    { description: 'Prove it by the password, which is asked for', command: 'logto account step-up' },
    { description: 'By a password from a file', command: 'logto account step-up --password-stdin < password.txt' },
    {
      description: 'By a code in an e-mail, as another profile',
      command: 'logto account step-up --email ann@example.com -p me',
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
  static override readonly flags = {
    'password-stdin': Flags.boolean({
      description: 'Read the password from standard input instead of asking',
      exclusive: ['email', 'phone'],
    }),
    email: Flags.string({
      description: 'Send a code to this e-mail address of the account, and ask for it',
      helpValue: '<address>',
      exclusive: ['phone'],
    }),
    phone: Flags.string({
      description: 'Send a code to this phone number of the account, and ask for it',
      helpValue: '<number>',
    }),
    'code-stdin': Flags.boolean({
      description: 'Read the code from standard input instead of asking',
      exclusive: ['password-stdin'],
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ stepUp }, { loginProgram }] = await Promise.all([
      import('../../src/jobs/end-user/step-up.js'),
      import('../../src/jobs/login/program.js'),
    ])
    await stepUp(flags, loginProgram(flags, this.config.version, this.streams))
  }
}
