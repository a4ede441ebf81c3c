import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../../src/call/operation/global-flags.js'

export default class McpServersList extends BaseCommand {
  static override readonly summary = 'List the MCP servers that scripts may call'
  static override readonly description =
    'Shows each server with its command or address. Nothing is started, and no secret read.'
  static override readonly usage = 'mcp servers list [FLAGS]'
  static override readonly examples = [{ description: 'List the servers', command: 'logto mcp servers list' }]
  static override readonly baseFlags = { ...outputFlags, ...processFlags }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const { listServers } = await import('../../../src/jobs/servers/show-servers.js')
    await listServers(flags, this.streams)
  }
}
