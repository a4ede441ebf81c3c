import { Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Login extends BaseCommand {
  static override readonly summary = 'Sign in to a tenant and keep it as a profile'
  static override readonly description =
    'Signs in, proves it by a call to the API, and only then stores a profile; the secret goes into the keychain of the operating system. Without flags it asks for the address, the client id and the client secret of a machine-to-machine application. Secrets are never taken from the command line: they are asked for without echo, read from standard input, or taken from LOGTO_CLIENT_SECRET. An administrator of a self-hosted Logto can sign in with the browser instead, without any application; --create-app then makes one for unattended use. With --user an end user signs in, for the account commands.'
  static readonly keywords = ['sign in', 'authenticate', 'credentials', 'connect']
  static readonly after = ['whoami', 'users list', 'profiles list']
  static override readonly usage = 'login [FLAGS]'
  static override readonly examples = [
    { description: 'Sign in, with questions', command: 'logto login' },
    {
      description: 'Sign in from a script',
      command:
        'logto login --profile work --endpoint https://acme.logto.app --client-id m7x2k9d4p1w8q3z6t5r0b --client-secret-stdin < secret.txt',
    },
    {
      description: 'Sign in to your own Logto with the browser, then create an application for unattended use',
      command:
        'logto login --device --endpoint http://localhost:3001 --admin-endpoint http://localhost:3002 --create-app "Command line"',
    },
    {
      description: 'Sign in as an end user',
      command: 'logto login --user --profile me --endpoint https://acme.logto.app --client-id n3k8x2m9p1qzt7w4v6y0c',
    },
  ]
  static override readonly baseFlags = {
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    ...processFlags,
  }
  static override readonly flags = {
    'client-id': Flags.string({ description: 'Client id of the application', helpValue: '<id>' }),
    'client-secret-stdin': Flags.boolean({ description: 'Read the client secret from standard input' }),
    resource: Flags.string({
      description: 'Resource indicator of the Management API, where it cannot be worked out (custom domains)',
      helpValue: '<uri>',
    }),
    scope: Flags.string({ description: 'Scopes to ask for, separated by spaces', helpValue: '<scopes>' }),
    device: Flags.boolean({ description: 'Sign in with the browser, as an administrator of a self-hosted Logto' }),
    'admin-endpoint': Flags.string({
      description: 'Address of the Console of your own Logto (ADMIN_ENDPOINT), for --device',
      helpValue: '<url>',
    }),
    'create-app': Flags.string({
      description: 'Create a machine-to-machine application of this name, and keep its credentials as the profile',
      helpValue: '<name>',
    }),
    user: Flags.boolean({ description: 'Sign in as an end user, with the browser' }),
    'personal-access-token-stdin': Flags.boolean({
      description: "With --user: read the user's personal access token from standard input",
    }),
    'access-token-stdin': Flags.boolean({ description: 'Read an access token from standard input, for short work' }),
    'no-browser': Flags.boolean({ description: 'Only show the address; do not open a browser' }),
    storage: Flags.string({ description: 'Where to keep the secrets', options: ['keychain', 'file'] }),
    'read-only': Flags.boolean({ description: 'Refuse every command that changes something', allowNo: true }),
    protected: Flags.boolean({
      description: 'Require its name to be typed before anything is destroyed',
      allowNo: true,
    }),
    'insecure-http': Flags.boolean({
      description: 'Allow plain http to another machine: secrets can be read on the way',
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ login }, { wishesOf }, { loginProgram }] = await Promise.all([
      import('../src/jobs/login/login.js'),
      import('../src/jobs/login/wishes.js'),
      import('../src/jobs/login/program.js'),
    ])
    await login(wishesOf(flags), loginProgram(flags, this.config.version, this.streams))
  }
}
