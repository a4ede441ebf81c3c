import { NotAllowedError, UsageError } from '../../base/errors.js'
import type { OpenStore } from '../profiles/edit-profiles.js'
import { checkServerName, findServer, type McpServer, type ServerSecrets } from './server.js'
import type { ServersFile } from './servers-file.js'

/**
 * Keeps a server and its secrets; the secrets come first, so that no server is left without them. Throws a UsageError
 * for a name that is taken, and what the stores throw.
 */
export async function addServer(
  file: ServersFile,
  open: OpenStore,
  name: string,
  server: McpServer,
  secrets: ServerSecrets,
): Promise<void> {
  checkServerName(name)
  refuseTaken(await file.read(), name)
  const store = server.storage && (await open(server.storage))
  try {
    await store?.set(server.id, 'server-secrets', JSON.stringify(secrets))
    await file.update((servers) => {
      refuseTaken(servers, name)
      servers.servers[name] = server
    })
  } catch (error) {
    await store?.delete(server.id, 'server-secrets').catch(() => {})
    throw error
  }
}

/** Deletes a server's secrets, then the server: when the store cannot be used the server stays. */
export async function removeServer(file: ServersFile, open: OpenStore, name: string): Promise<void> {
  const { id, storage } = findServer(await file.read(), name, 'remove')
  if (storage) await (await open(storage)).delete(id, 'server-secrets')
  await file.update(({ servers }) => {
    if (servers[name]?.id === id) delete servers[name]
  })
}

/** The secrets of a server. Throws a NotAllowedError where they are gone. */
export async function serverSecrets(open: OpenStore, name: string, { id, storage }: McpServer): Promise<ServerSecrets> {
  if (!storage) return { env: {}, headers: {} }
  const store = await open(storage)
  const text = await store.get(id, 'server-secrets')
  if (text !== undefined) return JSON.parse(text) as ServerSecrets
  throw new NotAllowedError(`the secrets of the server ${name} are gone from ${store.describe()}`, {
    code: 'auth.secret_missing',
    hint: `add it again: logto mcp servers remove ${name}, then logto mcp servers add ${name}`,
  })
}

function refuseTaken({ servers }: { servers: Record<string, McpServer> }, name: string): void {
  if (!Object.hasOwn(servers, name)) return
  throw new UsageError(`there is a server ${name} already`, {
    code: 'config.server_exists',
    hint: `remove it first with \`logto mcp servers remove ${name}\`, or choose another name`,
  })
}
