import { findServer } from '../../access/servers/server.js'
import { ServersFile } from '../../access/servers/servers-file.js'
import { interruption } from '../../call/operation/interruption.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { settingsOf } from '../../call/operation/settings.js'
import type { Streams } from '../../call/output/streams.js'
import { OpenServers } from './open-servers.js'

/** Starts a server and prints its tools. Throws a NetworkError for one that does not work. */
export async function showTools(
  name: string,
  flags: Readonly<Record<string, unknown>>,
  version: string,
  streams: Streams,
): Promise<void> {
  const settings = settingsOf(flags)
  const servers = await new ServersFile(process.env).read()
  findServer(servers, name, 'tools')
  const signal = interruption(['SIGINT', 'SIGTERM', 'SIGHUP'])
  const opened = new OpenServers(servers, {
    version,
    signal,
    env: process.env,
    timeoutMs: flags.timeout === undefined ? undefined : settings.timeoutMs,
  })
  try {
    const tools = await (await opened.session(name)).tools()
    const rows = [...tools.values()].map(({ name, description = null, inputSchema, annotations }) => ({
      name,
      description,
      readOnly: annotations?.readOnlyHint === true,
      inputSchema,
    }))
    await printAnswer(rowsOf(rows), settings, streams, ['name', 'description'])
  } finally {
    await opened.close()
  }
}
