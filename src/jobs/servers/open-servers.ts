import type { Storage } from '../../access/profiles/profile.js'
import { serverSecrets } from '../../access/servers/edit-servers.js'
import { findServer, type Servers } from '../../access/servers/server.js'
import { ServerSession } from './server-session.js'

/** The servers of one run: each is started when it is first needed, and ended with the run. */
export class OpenServers {
  private readonly sessions = new Map<string, Promise<ServerSession>>()

  constructor(
    private readonly servers: Servers,
    private readonly program: {
      version: string
      signal: AbortSignal
      env: NodeJS.ProcessEnv
      timeoutMs: number | undefined
    },
  ) {}

  /** The session with a server; one that has failed is opened anew. Throws what keeps it from working. */
  session(name: string): Promise<ServerSession> {
    const known = this.sessions.get(name) ?? this.open(name)
    this.sessions.set(name, known)
    known.catch(() => this.sessions.delete(name))
    return known
  }

  /** Forgets a server that has failed, so that the next call starts it again. */
  async drop(name: string): Promise<void> {
    const session = this.sessions.get(name)
    this.sessions.delete(name)
    await (await session?.catch(() => undefined))?.close()
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.keys()].map((name) => this.drop(name)))
  }

  private async open(name: string): Promise<ServerSession> {
    const { version, signal, env, timeoutMs } = this.program
    const server = findServer(this.servers, name, 'mcp')
    const { openStore } = await import('../../access/profiles/open-store.js')
    const secrets = await serverSecrets((storage: Storage) => openStore(storage, env), name, server)
    return ServerSession.open({ name, server, secrets, version, signal, timeoutMs })
  }
}
