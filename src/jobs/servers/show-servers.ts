import { findServer, type McpServer } from '../../access/servers/server.js'
import { ServersFile } from '../../access/servers/servers-file.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { settingsOf } from '../../call/operation/settings.js'
import { notice } from '../../call/output/notice.js'
import type { Streams } from '../../call/output/streams.js'

type Flags = Readonly<Record<string, unknown>>

const columns = ['name', 'kind', 'reached', 'secrets', 'storage']

/** Prints the servers as rows. */
export async function listServers(flags: Flags, streams: Streams): Promise<void> {
  const settings = settingsOf(flags)
  const { servers } = await new ServersFile(process.env).read()
  const rows = Object.keys(servers)
    .sort()
    .map((name) => rowOf(name, findServer({ version: 1, servers }, name, 'list')))
  if (rows.length === 0) {
    await notice('there are no MCP servers yet: keep one with `logto mcp servers add`', settings.format, streams)
  }
  await printAnswer(rowsOf(rows), settings, streams, columns)
}

/** Prints one server. Throws a UsageError for a name that is none. */
export async function showServer(name: string, flags: Flags, streams: Streams): Promise<void> {
  const server = findServer(await new ServersFile(process.env).read(), name, 'show')
  await printAnswer({ kind: 'object', value: rowOf(name, server) }, settingsOf(flags), streams)
}

/** A server as people and scripts see it; the values of its secrets are elsewhere, its variables' are shown by name alone. */
function rowOf(name: string, server: McpServer): Record<string, unknown> {
  const { kind, command, folder, url, env = {}, secretEnv = [], secretHeaders = [], storage = null, createdAt } = server
  return {
    name,
    kind,
    reached: url ?? command?.join(' ') ?? '',
    ...(command ? { command, folder } : {}),
    variables: Object.keys(env),
    secrets: [...secretEnv, ...secretHeaders],
    storage,
    createdAt,
  }
}
