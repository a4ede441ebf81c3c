import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { authorizationFlags, flowBaseFlags } from '../../src/jobs/experience/flow-flags.js'

export default class ExperienceAuthorize extends BaseCommand {
  static override readonly summary = 'Begin a sign-in of an end user'
  static override readonly description =
    'Sends the authorization request that every sign-in begins with (authorization code with PKCE) and keeps its cookies as a session, which the other experience commands act on: init, a verify step, identify, submit, exchange. A session is kept in a file that only you can read, and ends after an hour. It is named by --session; by default there is one for each profile or tenant. `logto experience sign-in` does the whole of it.'
  static readonly after = ['experience init']
  static override readonly usage = 'experience authorize --client-id ID --redirect-uri URI [FLAGS]'
  static override readonly examples = [
    {
      description: 'Begin a sign-in to an application',
      command: 'logto experience authorize --client-id a7k2m9x4p1qz --redirect-uri https://app.example.com/callback',
    },
    {
      description: 'Begin another beside it, with a token for an API and a refresh token',
      command:
        "logto experience authorize --session bob --client-id a7k2m9x4p1qz --redirect-uri https://app.example.com/callback --scope 'openid offline_access read:orders' --resource https://api.example.com",
    },
  ]
  static override readonly baseFlags = flowBaseFlags
  static override readonly flags = {
    ...authorizationFlags,
    session: Flags.string({
      description: 'Name of the session [default: the profile, or the host of the tenant]',
      helpValue: '<name>',
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ authorize }, { experienceProgram }] = await Promise.all([
      import('../../src/jobs/experience/authorize.js'),
      import('../../src/jobs/experience/program.js'),
    ])
    await authorize(flags, experienceProgram(flags, this.config, this.streams))
  }
}
