import { Args } from '@oclif/core'
import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../../src/call/operation/global-flags.js'

export default class McpServersShow extends BaseCommand {
  static override readonly summary = 'Show an MCP server that scripts may call'
  static override readonly description =
    'Shows how the server is reached and the names of its secrets, never their values. Nothing is started.'
  static override readonly usage = 'mcp servers show NAME [FLAGS]'
  static override readonly examples = [{ description: 'Show a server', command: 'logto mcp servers show files' }]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }
  static override readonly args = { name: Args.string({ description: 'Name of the server', required: true }) }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { showServer } = await import('../../../src/jobs/servers/show-servers.js')
    await showServer(args.name ?? '', flags, this.streams)
  }
}
