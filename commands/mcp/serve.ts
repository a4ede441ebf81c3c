import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../../src/call/operation/global-flags.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'

export default class McpServe extends BaseCommand {
  static override readonly summary = 'Serve one tenant to an assistant, over the Model Context Protocol'
  static override readonly description =
    'Speaks the Model Context Protocol on standard input and output; an assistant starts it (`logto mcp config` prints what to paste). It offers five tools: search, describe, call, run_lua and who. The tenant has to be named by --profile or by credentials in the environment: no project file chooses it. What destroys, and what hands on power or data, is asked of the person in front of the assistant, whatever --allow says. Secrets are masked. The guide is docs/mcp.md.'
  static readonly keywords = ['assistant', 'ai', 'agent', 'model context protocol', 'claude', 'cursor', 'tools']
  static override readonly usage = 'mcp serve --profile NAME [FLAGS]'
  static override readonly examples = [
    { description: 'Let an assistant read one tenant', command: 'logto mcp serve --profile work' },
    {
      description: 'Let it change users and organizations, too',
      command: 'logto mcp serve --profile work --allow write --only users --only orgs',
    },
  ]
  static override readonly baseFlags = {
    profile: requestFlags.profile,
    endpoint: requestFlags.endpoint,
    'show-secrets': Flags.boolean({ description: 'Leave secrets in answers', helpGroup: 'GLOBAL' }),
    retries: requestFlags.retries,
    timeout: requestFlags.timeout,
    debug: processFlags.debug,
    'no-color': processFlags['no-color'],
    'no-input': processFlags['no-input'],
  }
  static override readonly flags = {
    allow: Flags.string({
      description: 'What the assistant may do, each including those before [default: read]',
      options: ['read', 'write', 'destroy'],
    }),
    only: Flags.string({
      description: 'Topic to serve, such as users; repeatable [default: all]',
      helpValue: '<topic>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'max-answer': Flags.string({
      description: 'Most characters of an answer, such as 64K [default: 32K]',
      helpValue: '<size>',
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const [{ serve }, { openScriptProgram }] = await Promise.all([
      import('../../src/jobs/mcp/serve.js'),
      import('../../src/jobs/lua/open-program.js'),
    ])
    const { root, version } = this.config
    const own = { root, version, streams: this.streams, load: commandLoader(import.meta.url, '../') }
    await serve(flags, await openScriptProgram(own, flags))
  }
}
