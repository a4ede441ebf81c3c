import { Args } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { outputFlags, processFlags } from '../../src/call/operation/global-flags.js'
import { commandLoader } from '../../src/jobs/describe/command-loader.js'
import { scriptFlags } from '../../src/jobs/lua/script-flags.js'
import { serverTimeout } from '../../src/jobs/servers/timeout-flag.js'

export default class McpLua extends BaseCommand {
  static override readonly summary = 'Run a Lua script that calls MCP servers and no tenant'
  static override readonly description =
    'As `logto lua`, for scripts that need no tenant: mcp.call("files", "list_directory", {path="."}) calls a tool of a server that --allow-mcp names. No profile is read and no credentials are needed. The guide is docs/mcp.md.'
  static readonly keywords = ['script', 'workflow', 'automation', 'model context protocol', 'tools']
  static override readonly usage = ['mcp lua FILE [ARGS...] [FLAGS]', 'mcp lua --eval CODE [ARGS...] [FLAGS]']
  static override readonly examples = [
    { description: 'Run a script', command: 'logto mcp lua tidy-reports.lua --allow-mcp files' },
    {
      description: 'Print the tools of a server',
      command: 'logto mcp lua --eval \'return mcp.tools("files")\' --allow-mcp files',
    },
  ]
  static override readonly strict = false
  static override readonly args = {
    file: Args.string({ description: "Script to run, '-' for standard input; further words are its arguments" }),
  }
  static override readonly baseFlags = {
    output: outputFlags.output,
    json: outputFlags.json,
    columns: outputFlags.columns,
    'csv-safe': outputFlags['csv-safe'],
    'show-secrets': outputFlags['show-secrets'],
    ...processFlags,
  }
  static override readonly flags = { ...scriptFlags, timeout: serverTimeout }

  override async run(): Promise<void> {
    const { flags, argv } = await this.parseInput()
    const { runScript } = await import('../../src/jobs/lua/run-script.js')
    const program = {
      root: this.config.root,
      version: this.config.version,
      streams: this.streams,
      load: commandLoader(import.meta.url, '../'),
    }
    await runScript(argv, flags, program, { hasTenant: false })
  }
}
