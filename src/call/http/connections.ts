/** The open connections of one run: a pool per origin, kept alive so that paging reuses them. */

import { Socket } from 'node:net'
import type { buildConnector, Dispatcher, Pool } from 'undici'
import { prepareForAnswers } from '../../base/engine.js'
import { type ProxyServer, proxyFor } from './proxy.js'
import { loadPool, loadProxyAgent } from './undici.js'

/** The way to an origin. */
export interface Route {
  dispatcher: Dispatcher
  proxy: ProxyServer | undefined
}

/**
 * How a socket is opened. Time limits are the caller's, so undici's own (10 s) is off. Node gives each address of a
 * host 250 ms before it tries the next, too little for a far server over a slow link.
 */
const connecting = { timeout: 0, autoSelectFamilyAttemptTimeout: 1000 }

export class Connections {
  readonly #env: NodeJS.ProcessEnv
  readonly #routes = new Map<string, Promise<Route>>()
  readonly #dispatchers = new Set<Dispatcher>()
  readonly #sockets = new Set<Socket>()

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** @throws NetworkError `network.proxy` when the environment names a proxy that cannot be one. */
  to(url: URL): Promise<Route> {
    const known = this.#routes.get(url.origin)
    if (known !== undefined) return known
    const route = this.#open(url)
    this.#routes.set(url.origin, route)
    return route
  }

  /** Ends every connection at once, also those still being made, so that nothing keeps the process alive. */
  async close(): Promise<void> {
    this.#routes.clear()
    const dispatchers = [...this.#dispatchers]
    this.#dispatchers.clear()
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.destroy()))
    for (const socket of this.#sockets) socket.destroy()
  }

  async #open(url: URL): Promise<Route> {
    const proxy = proxyFor(url, this.#env)
    const dispatcher = proxy === undefined ? await this.#direct(url) : await this.#through(proxy)
    this.#dispatchers.add(dispatcher)
    return { dispatcher, proxy }
  }

  async #direct(url: URL): Promise<Dispatcher> {
    const { Pool, buildConnector } = await loadPool()
    return new Pool(url.origin, { connect: this.#tracked(buildConnector(connecting)) })
  }

  /** https goes through a CONNECT tunnel; plain http is handed to the proxy whole (RFC 9112, 3.2.2), as curl does. */
  async #through(proxy: ProxyServer): Promise<Dispatcher> {
    const [{ Pool, buildConnector }, ProxyAgent] = await Promise.all([loadPool(), loadProxyAgent()])
    return new ProxyAgent({
      uri: proxy.url.href,
      ...(proxy.authorization !== undefined && { token: proxy.authorization }),
      proxyTunnel: false,
      proxyTls: connecting,
      requestTls: connecting,
      clientFactory: (origin) => new Pool(origin, { connect: this.#tracked(buildConnector(connecting)) }),
      factory: (origin, options: Pool.Options) =>
        new Pool(origin, {
          ...options,
          ...(typeof options.connect === 'function' && { connect: this.#tracked(options.connect) }),
        }),
    })
  }

  /**
   * Remembers each socket while it is open: undici itself forgets those that are still connecting. Once it is open, undici
   * compiles its parser.
   */
  #tracked(connect: buildConnector.connector): buildConnector.connector {
    return (options, done) => {
      const socket: unknown = connect(options, (...opened) => {
        prepareForAnswers()
        done(...opened)
      })
      if (!(socket instanceof Socket)) return
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    }
  }
}
