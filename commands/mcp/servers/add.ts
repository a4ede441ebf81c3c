import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { processFlags } from '../../../src/call/operation/global-flags.js'

const repeatable = { multiple: true, multipleNonGreedy: true } as const

export default class McpServersAdd extends BaseCommand {
  static override readonly summary = 'Keep an MCP server that scripts may call'
  static override readonly description =
    "Keeps how a server of the Model Context Protocol is started, or its address. Scripts reach it with --allow-mcp NAME alone. Secrets are asked for without echo, or read from standard input, a line for each in the order of the flags, and kept in the keychain. A server gets the variables that a shell needs and those given here, none of this program's credentials."
  static readonly keywords = ['mcp', 'model context protocol', 'register', 'tools', 'new']
  static override readonly usage = [
    'mcp servers add NAME [FLAGS] -- COMMAND...',
    'mcp servers add NAME --url URL [FLAGS]',
  ]
  static override readonly strict = false
  static override readonly examples = [
    {
      description: 'Keep a server of files',
      command: 'logto mcp servers add files -- npx -y @modelcontextprotocol/server-filesystem ./reports',
    },
    {
      description: 'Keep a server at an address, with a secret header that is asked for',
      command: 'logto mcp servers add tickets --url https://mcp.example.com/mcp --secret-header Authorization',
    },
  ]
  static override readonly baseFlags = processFlags
  static override readonly args = {
    name: Args.string({ description: 'Name of the server; behind --, its command', required: true }),
  }
  static override readonly flags = {
    url: Flags.string({ description: 'Address of a server that speaks streamable HTTP', helpValue: '<url>' }),
    env: Flags.string({ description: 'Variable of the command; repeatable', helpValue: '<name=value>', ...repeatable }),
    'secret-env': Flags.string({
      description: 'Variable of the command whose value is asked for; repeatable',
      helpValue: '<name>',
      ...repeatable,
    }),
    'secret-header': Flags.string({
      description: 'Header of each request to --url whose value is asked for; repeatable',
      helpValue: '<name>',
      ...repeatable,
    }),
    storage: Flags.string({
      description: 'Where the secrets are kept [default: keychain]',
      options: ['keychain', 'file'],
    }),
    'insecure-http': Flags.boolean({ description: 'Allow an address of plain http beyond this machine' }),
  }

  override async run(): Promise<void> {
    const { argv, flags } = await this.parseInput()
    const { newServer } = await import('../../../src/jobs/servers/new-server.js')
    const name = await newServer(argv, flags, process.env)
    await this.streams.err(`server ${name} is kept: scripts call it with --allow-mcp ${name}`)
  }
}
