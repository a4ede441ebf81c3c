import { Args } from '@oclif/core'
import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../../src/call/operation/global-flags.js'
import { serverTimeout } from '../../../src/jobs/servers/timeout-flag.js'

export default class McpServersTools extends BaseCommand {
  static override readonly summary = 'List the tools of an MCP server'
  static override readonly description =
    'Starts the server, or opens its address, and lists what it offers to scripts. JSON has the schema of the arguments of each tool.'
  static readonly keywords = ['functions', 'test', 'try']
  static override readonly usage = 'mcp servers tools NAME [FLAGS]'
  static override readonly examples = [
    { description: 'List the tools', command: 'logto mcp servers tools files' },
    {
      description: 'Show what a tool takes',
      command: 'logto mcp servers tools files --query "[?name==\'write_file\'].inputSchema"',
    },
  ]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }
  static override readonly flags = { timeout: serverTimeout }
  static override readonly args = { name: Args.string({ description: 'Name of the server', required: true }) }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { showTools } = await import('../../../src/jobs/servers/show-tools.js')
    await showTools(args.name ?? '', flags, this.config.version, this.streams)
  }
}
