import { Flags } from '@oclif/core'
import { BaseCommand } from '../../src/call/operation/base-command.js'
import { processFlags, requestFlags } from '../../src/call/operation/global-flags.js'

export default class McpConfig extends BaseCommand {
  static override readonly summary = 'Print what to paste into an assistant'
  static override readonly description =
    'Prints the lines that make an assistant start `logto mcp serve` for a profile, for each of the common clients. No secret is among them: the server reads the profile.'
  static readonly keywords = ['assistant', 'setup', 'claude', 'cursor', 'vscode', 'codex', 'install']
  static override readonly usage = 'mcp config [FLAGS]'
  static override readonly examples = [
    { description: 'Print it for one client', command: 'logto mcp config --client cursor --profile work' },
    { description: 'Let the assistant write', command: 'logto mcp config --client claude-code --allow write' },
  ]
  static override readonly baseFlags = { profile: requestFlags.profile, ...processFlags }
  static override readonly flags = {
    client: Flags.string({
      description: 'The client [default: all]',
      options: ['claude-code', 'claude-desktop', 'codex', 'cursor', 'gemini', 'vscode', 'windsurf'],
    }),
    allow: Flags.string({ description: 'What the assistant may do', options: ['read', 'write', 'destroy'] }),
    only: Flags.string({
      description: 'Topic to serve; repeatable',
      helpValue: '<topic>',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'full-path': Flags.boolean({
      description: 'Name Node and this program by their paths, for clients without your PATH',
    }),
  }

  override async run(): Promise<void> {
    const { flags } = await this.parseInput()
    const { showConfig } = await import('../../src/jobs/mcp/show-config.js')
    await showConfig(flags, this.config.root, this.streams)
  }
}
