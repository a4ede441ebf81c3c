import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../src/call/operation/global-flags.js'

export default class Open extends BaseCommand {
  static override readonly summary = 'Open a page of the Console in the browser'
  static override readonly description =
    'Opens the Console of the tenant at a topic, or at one of its objects; without a browser, and where standard output is no terminal, it prints the address. On Logto Cloud the address follows from the tenant. Of your own Logto it is known after a login with --device; else give --console or LOGTO_CONSOLE, or keep it with `profiles set --console`. Nothing is sent, and no secret is read.'
  static readonly keywords = ['browser', 'web', 'console', 'dashboard', 'browse']
  static override readonly usage = 'open [TOPIC] [ID] [FLAGS]'
  static override readonly examples = [
    { description: 'Open the Console', command: 'logto open' },
    { description: 'Open the page of a user', command: 'logto open users u4x8k2m9p1qz' },
    {
      description: 'Print the address of an application',
      command: 'logto open apps m7x2k9d4p1w8q3z6t5r0b --no-browser',
    },
    {
      description: 'Say once where the Console of your own Logto is',
      command: 'logto profiles set work --console https://admin.example.com',
    },
  ]
  static override readonly baseFlags = {
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    ...processFlags,
  }
  static override readonly args = {
    topic: Args.string({ description: 'Topic to open, such as users or apps' }),
    id: Args.string({ description: 'ID of one of its objects' }),
  }
  static override readonly flags = {
    console: Flags.string({
      description: 'Address of the Console of your own Logto (ADMIN_ENDPOINT); default LOGTO_CONSOLE',
      helpValue: '<url>',
    }),
    'no-browser': Flags.boolean({ description: 'Only print the address' }),
  }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { openConsole } = await import('../src/jobs/open/open-console.js')
    const text = (name: string) => flags[name] as string | undefined
    const wishes = {
      topic: args.topic,
      id: args.id,
      profile: text('profile'),
      endpoint: text('endpoint'),
      console: text('console'),
      noBrowser: flags['no-browser'] === true,
    }
    await openConsole(wishes, process.env, this.streams)
  }
}
