import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { authorizationFlags, flowBaseFlags, secretFlags, tokenFlags } from '../../src/jobs/experience/flow-flags.js'

const repeatable = { multiple: true, multipleNonGreedy: true } as const

export default class ExperienceSignIn extends BaseCommand {
  static override readonly summary = 'Sign an end user in or up, the whole of it, for testing a tenant'
  static override readonly description =
    'Begins a sign-in, proves who the user is, proves a second factor where the tenant asks for one, and ends with the tokens on standard output; each step is told on standard error, and a refusal says which step and why. The first factor is a password, a code that is sent, or a one-time token; without a flag, a code for an address and a password for a username. Secrets that were not given are asked for. Several from standard input come one a line, in the order in which they are needed: the first factor, the password of an account that is made by code, codes of further identifiers, the second factor, the client secret. What a user may decline (setting up MFA) is declined. A CAPTCHA, passkeys, social and enterprise sign-in need a browser: for those there are the single steps, such as start-social and verify-social.'
  static readonly after = ['account get']
  static override readonly usage =
    'experience sign-in --client-id ID --redirect-uri URI --identifier KIND=VALUE [FLAGS]'
  static override readonly examples = [
    {
      description: 'Sign in by password, which is asked for',
      command:
        'logto experience sign-in --client-id a7k2m9x4p1qz --redirect-uri https://app.example.com/callback --identifier username=annlee',
    },
    {
      description: 'By password and authenticator app, in a script',
      command:
        'printf \'%s\\n\' "$PASSWORD" "$TOTP_SECRET" | logto experience sign-in --client-id a7k2m9x4p1qz --redirect-uri https://app.example.com/callback --identifier email=ann@example.com --password-stdin --totp-secret-stdin --decode',
    },
    {
      description: 'Create an account by a code, with a name and a password',
      command:
        'logto experience sign-in --register --client-id a7k2m9x4p1qz --redirect-uri https://app.example.com/callback --identifier email=bob@example.com --name Bob --password @password.txt',
    },
    {
      description: 'Keep the tokens for the account commands',
      command:
        'logto experience sign-in --save ann --client-id a7k2m9x4p1qz --redirect-uri https://app.example.com/callback --identifier username=annlee',
    },
  ]
  static override readonly baseFlags = flowBaseFlags
  static override readonly flags = {
    identifier: Flags.string({
      description: 'Who signs in: email=ADDRESS, phone=NUMBER or username=NAME; further ones are added to the account',
      helpValue: '<kind=value>',
      ...repeatable,
    }),
    register: Flags.boolean({ description: 'Sign up: create the account' }),
    ...secretFlags('password', 'Password of the user, or of the new account'),
    ...secretFlags('code', 'Code that is sent'),
    ...secretFlags('one-time-token', 'Token of a magic link, in the place of a password'),
    ...secretFlags('totp-secret', 'Second factor: secret of the authenticator app, in Base32 or as otpauth:// URI'),
    ...secretFlags('backup-code', 'Second factor: an unused backup code'),
    'mfa-code': Flags.string({
      description: 'Second factor: a code sent to the address or number of the account; it comes by --code',
      options: ['email', 'phone'],
    }),
    name: Flags.string({ description: 'Name of the user, where the account lacks it', helpValue: '<text>' }),
    'profile-field': Flags.string({
      description: 'Another field that the account lacks, such as givenName=Ann; repeatable',
      helpValue: '<name=value>',
      ...repeatable,
    }),
    ...authorizationFlags,
    ...tokenFlags,
    session: Flags.string({
      description: 'Keep the sign-in as this session while it lasts, so that single steps can go on where it stops',
      helpValue: '<name>',
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ signIn }, { experienceProgram }] = await Promise.all([
      import('../../src/jobs/experience/sign-in.js'),
      import('../../src/jobs/experience/program.js'),
    ])
    await signIn(flags, experienceProgram(flags, this.config, this.streams))
  }
}
