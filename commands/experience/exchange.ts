import { BaseCommand } from '../../src/call/operation/base-command.js'
import { flowBaseFlags, sessionFlags, tokenFlags } from '../../src/jobs/experience/flow-flags.js'

export default class ExperienceExchange extends BaseCommand {
  static override readonly summary = 'Turn a submitted sign-in into tokens'
  static override readonly description =
    'After submit: follows the redirects on the tenant itself, through the consent of a first-party application, to the code that the redirect URI would get, checks state and issuer, redeems the code and checks the ID token. The redirect URI is never opened. Prints what the token endpoint answered: whoever has the tokens can act as the user. Then the session is removed.'
  static readonly before = ['experience submit']
  static readonly after = ['account get', 'experience sessions list']
  static override readonly usage = 'experience exchange [FLAGS]'
  static override readonly examples = [
    { description: 'Get the tokens', command: 'logto experience exchange --json' },
    {
      description: 'Of a traditional web application, and only look at what they say',
      command: 'logto experience exchange --client-secret-stdin --decode < secret.txt',
    },
    { description: 'Keep them for the account commands', command: 'logto experience exchange --save ann' },
  ]
  static override readonly baseFlags = flowBaseFlags
  static override readonly flags = { ...sessionFlags, ...tokenFlags }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ exchange }, { experienceProgram }] = await Promise.all([
      import('../../src/jobs/experience/exchange.js'),
      import('../../src/jobs/experience/program.js'),
    ])
    await exchange(flags, experienceProgram(flags, this.config, this.streams))
  }
}
