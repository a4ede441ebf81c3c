import { Args, Flags } from '@oclif/core'
import { DeclinedError } from '../../../src/base/errors.js'
import { BaseCommand } from '../../../src/call/operation/base-command.js'
import { processFlags } from '../../../src/call/operation/global-flags.js'

export default class McpServersRemove extends BaseCommand {
  static override readonly summary = 'Remove an MCP server with its secrets'
  static override readonly description =
    'Deletes the secrets of the server from the keychain or the file, then what is kept of it. Nothing is changed at the server itself.'
  static override readonly usage = 'mcp servers remove NAME [FLAGS]'
  static override readonly examples = [
    { description: 'Remove a server', command: 'logto mcp servers remove files --yes' },
  ]
  static override readonly baseFlags = processFlags
  static override readonly args = { name: Args.string({ description: 'Name of the server', required: true }) }
  static override readonly flags = { yes: Flags.boolean({ char: 'y', description: 'Do not ask' }) }

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const name = args.name ?? ''
    const [{ ServersFile }, { removeServer }, { findServer }, { openStore }, { askYes }] = await Promise.all([
      import('../../../src/access/servers/servers-file.js'),
      import('../../../src/access/servers/edit-servers.js'),
      import('../../../src/access/servers/server.js'),
      import('../../../src/access/profiles/open-store.js'),
      import('../../../src/call/operation/questions.js'),
    ])
    const file = new ServersFile(process.env)
    findServer(await file.read(), name, 'remove')
    const sure =
      flags.yes === true || (await askYes(`Remove the server ${name} with its secrets?`, flags['no-input'] === true))
    if (!sure) throw new DeclinedError('nothing was done', { code: 'usage.declined' })
    await removeServer(file, (storage) => openStore(storage, process.env), name)
    await this.streams.err(`server ${name} is removed`)
  }
}
