import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags, requestFlags } from '../../src/call/operation/global-flags.js'

export default class UsersImpersonate extends BaseCommand {
  static override readonly summary = 'Get an access token that acts as a user'
  static override readonly description =
    "For support: makes a subject token for the user and exchanges it at once for an access token of theirs, which is printed, or kept with --save as a profile for the account commands that ends with the token. Asks first, naming the user. The application must be one of your own, with token exchange switched on (customClientMetadata.allowTokenExchange). Without --resource and --organization-id the token is opaque and opens the user's account. Whoever holds it can act as the user until it expires. Refused on a read-only profile."
  static override readonly usage = 'users impersonate USER-ID --client-id ID [FLAGS]'
  static override readonly examples = [
    {
      description: 'Look at what the user sees',
      command:
        'logto users impersonate u4x8k2m9p1qz --client-id n3k8x2m9p1qzt7w4v6y0c --reason "ticket 4711" --save ann && logto account get -p ann',
    },
    {
      description: 'A token for your own API, in a script',
      command:
        'logto users impersonate u4x8k2m9p1qz --client-id n3k8x2m9p1qzt7w4v6y0c --resource https://api.example.com --scope read:orders --yes',
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
  static override readonly args = { 'user-id': Args.string({ description: 'ID of the user', required: true }) }
  static override readonly flags = {
    'client-id': Flags.string({
      description: 'Application that exchanges the token [required]',
      helpValue: '<id>',
      required: true,
    }),
    'client-secret-stdin': Flags.boolean({
      description: 'Read the secret of the application from standard input, where it has one',
    }),
    scope: Flags.string({
      description: 'Scopes, separated by spaces; for an opaque token by default all that the account commands use',
      helpValue: '<scopes>',
    }),
    resource: Flags.string({ description: 'Resource indicator of the API that the token is for', helpValue: '<uri>' }),
    'organization-id': Flags.string({ description: 'Organization that the token is for', helpValue: '<id>' }),
    reason: Flags.string({
      description: 'Why, kept with the subject token; a script for token claims can read it',
      helpValue: '<text>',
    }),
    context: Flags.string({
      description: 'More to keep with the subject token; repeatable',
      helpValue: '<name=value>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    save: Flags.string({ description: 'Keep the token as this profile instead of printing it', helpValue: '<name>' }),
    storage: Flags.string({
      description: 'With --save: where the token is kept [default: keychain]',
      options: ['keychain', 'file'],
    }),
    yes: Flags.boolean({ char: 'y', description: 'Do not ask before acting as the user' }),
    confirm: Flags.string({ description: 'With --yes on a protected profile: its name', helpValue: '<profile>' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const [{ impersonate }, { loginProgram }] = await Promise.all([
      import('../../src/jobs/end-user/impersonate.js'),
      import('../../src/jobs/login/program.js'),
    ])
    await impersonate(args['user-id'] ?? '', flags, loginProgram(flags, this.config.version, this.streams))
  }
}
