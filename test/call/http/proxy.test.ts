import { createServer, request as forward } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isLoopback } from '../../../src/base/loopback.js'
import { HttpClient } from '../../../src/call/http/client.js'
import type { SendOptions } from '../../../src/call/http/exchange.js'
import { proxyFor } from '../../../src/call/http/proxy.js'
import { listen, serve, serveRaw, unusedPort } from './loopback-server.js'

/** A small real proxy: CONNECT tunnels and forwarding, both always to `target`; it remembers what it was asked. */
async function startProxy(target: URL, password?: string) {
  const asked: string[] = []
  const isAllowed = (header: string | undefined) =>
    password === undefined || header === `Basic ${Buffer.from(password).toString('base64')}`
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (!isAllowed(request.headers['proxy-authorization'])) return response.writeHead(407).end()
    const { port, hostname } = target
    const path = new URL(request.url ?? '').pathname
    const onward = forward({ hostname, port, path, method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    request.pipe(onward)
  })
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`)
    if (!isAllowed(request.headers['proxy-authorization'])) return socket.end('HTTP/1.1 407 No\r\n\r\n')
    const onward = connect(Number(target.port), target.hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    for (const end of [onward, socket]) end.on('error', () => onward.destroy()).on('close', () => socket.destroy())
  })
  return { host: `127.0.0.1:${await listen(server)}`, asked }
}

async function sendThrough(env: NodeJS.ProcessEnv, url: string, options: Partial<SendOptions> = {}) {
  const http = new HttpClient({ env, userAgent: 'logto-test/1', backoffMs: 10 })
  try {
    const defaults = { timeoutMs: 5000, retries: 0, insecureHttp: true }
    return await http.send({ method: 'GET', url: new URL(url), headers: {} }, { ...defaults, ...options })
  } finally {
    await http.close()
  }
}

const serveName = () => serve((request, response) => response.end(`${request.headers.host} ${request.url}`))

describe('a proxy', () => {
  it('is handed plain http whole', async () => {
    const proxy = await startProxy(await serveName())
    const answer = await sendThrough({ HTTP_PROXY: `http://${proxy.host}` }, 'http://logto.test:81/api')
    expect(answer).toMatchObject({ status: 200, text: 'logto.test:81 /api' })
    expect(proxy.asked).toEqual(['GET http://logto.test:81/api'])
  })

  it('is asked for a tunnel for https', async () => {
    const proxy = await startProxy(await serveName())
    const sending = sendThrough({ https_proxy: proxy.host }, 'https://logto.test/api')
    await expect(sending).rejects.toMatchObject({ code: 'network.tls', message: 'logto.test:443 does not speak https' })
    expect(proxy.asked).toEqual(['CONNECT logto.test:443'])
  })

  it.each(['http', 'https'])('gets its user name and password for %s', async (scheme) => {
    const proxy = await startProxy(await serveName(), 'ann:p@ss')
    const env = { HTTP_PROXY: `http://ann:p%40ss@${proxy.host}`, HTTPS_PROXY: `http://ann:p%40ss@${proxy.host}` }
    const sending = sendThrough(env, `${scheme}://logto.test/`)
    if (scheme === 'http') expect(await sending).toMatchObject({ status: 200 })
    else await expect(sending).rejects.toMatchObject({ code: 'network.tls' })
  })

  it.each(['http', 'https'])('that refuses the password is named without it, for %s', async (scheme) => {
    const proxy = await startProxy(await serveName(), 'ann:right')
    const env = { HTTP_PROXY: `http://ann:wr0ng@${proxy.host}`, HTTPS_PROXY: `http://ann:wr0ng@${proxy.host}` }
    const lines: string[] = []
    const onDebug = (line: string) => lines.push(line)
    const error = await sendThrough(env, `${scheme}://logto.test/`, { retries: 2, onDebug }).catch((each) => each)
    expect(error).toMatchObject({
      code: 'network.proxy',
      message: `the proxy ${proxy.host} refused to connect (status 407)`,
      hint: expect.stringContaining(`${scheme.toUpperCase()}_PROXY`),
    })
    expect(proxy.asked).toHaveLength(1)
    expect(`${error.message} ${error.hint} ${error.cause?.stack} ${lines.join()}`).not.toContain('wr0ng')
  })

  it('that is down is named without its password', async () => {
    const port = await unusedPort()
    const error = await sendThrough(
      { HTTPS_PROXY: `http://ann:s3cret@127.0.0.1:${port}` },
      'https://logto.test/',
    ).catch((each) => each)
    expect(error).toMatchObject({
      code: 'network.proxy',
      message: `cannot reach the proxy 127.0.0.1:${port} (ECONNREFUSED)`,
    })
    expect(`${error.message} ${error.hint} ${error.cause?.stack}`).not.toContain('s3cret')
  })

  it('that never opens its tunnel costs no more than the time limit', async () => {
    const proxy = await serveRaw(() => {})
    const started = performance.now()
    const sending = sendThrough({ HTTPS_PROXY: proxy.href }, 'https://logto.test/', { timeoutMs: 200, retries: 1 })
    await expect(sending).rejects.toMatchObject({ code: 'network.timeout' })
    expect(performance.now() - started).toBeLessThan(1500)
  })

  it('is connected to anew after a tunnel that never opened', async () => {
    let connections = 0
    const proxy = await serveRaw((socket) => {
      const answer = ++connections === 1 ? '' : 'HTTP/1.1 200 OK\r\n\r\nthis is not TLS'
      socket.once('data', () => socket.write(answer))
    })
    const sending = sendThrough({ HTTPS_PROXY: proxy.href }, 'https://logto.test/', { timeoutMs: 300, retries: 1 })
    await expect(sending).rejects.toMatchObject({ code: 'network.tls' })
    expect(connections).toBe(2)
  })

  it.each(['socks5://127.0.0.1:1080', 'http://', '://'])('is refused when it is %s', async (value) => {
    await expect(sendThrough({ HTTPS_PROXY: value }, 'https://logto.test/')).rejects.toMatchObject({
      code: 'network.proxy',
      message: 'the proxy in HTTPS_PROXY is not an http or https URL',
    })
  })

  it.each(['127.0.0.1', 'localhost'])('never stands before %s', async (host) => {
    const dead = `http://127.0.0.1:${await unusedPort()}`
    const { port } = await serveName()
    const env = { HTTP_PROXY: dead, http_proxy: dead, HTTPS_PROXY: dead }
    expect((await sendThrough(env, `http://${host}:${port}/`)).status).toBe(200)
  })
})

describe('which proxy applies', () => {
  const proxy = (env: NodeJS.ProcessEnv, url = 'https://acme.logto.app/api') => proxyFor(new URL(url), env)?.url.host
  const HTTPS_PROXY = 'http://upper:1'

  it('follows the scheme, lower case before upper case, empty as absent', () => {
    expect(proxy({ HTTPS_PROXY })).toBe('upper:1')
    expect(proxy({ HTTPS_PROXY, https_proxy: 'http://lower:2' })).toBe('lower:2')
    expect(proxy({ HTTPS_PROXY, https_proxy: '' })).toBe('upper:1')
    expect(proxy({ HTTP_PROXY: 'http://upper:1' })).toBeUndefined()
    expect(proxy({ HTTP_PROXY: 'http://upper:1' }, 'http://acme.logto.app/')).toBe('upper:1')
  })

  it.each([
    ['*', true],
    ['acme.logto.app', true],
    ['ACME.logto.app.', true],
    ['logto.app', true],
    ['.logto.app', true],
    ['*.logto.app', true],
    ['other.example, logto.app', true],
    ['other.example logto.app:443', true],
    ['logto.app:8443', false],
    ['to.app', false],
    ['acme.logto.app.example', false],
    ['', false],
  ])('NO_PROXY=%s goes past it: %s', (noProxy, isPast) => {
    expect(proxy({ HTTPS_PROXY, NO_PROXY: noProxy }) === undefined).toBe(isPast)
    expect(proxy({ HTTPS_PROXY, no_proxy: noProxy, NO_PROXY: 'nothing' }) === undefined).toBe(isPast)
  })

  it.each([
    ['10.0.0.0/8', 'https://10.1.2.3/', true],
    ['10.0.0.0/8', 'https://11.1.2.3/', false],
    ['10.0.0.0/99', 'https://10.1.2.3/', false],
    ['fd00::/8', 'https://[fd00::1]/', true],
    ['fd00::1', 'https://[fd00::1]/', true],
    ['[fd00::1]:443', 'https://[fd00::1]/', true],
    ['0.0.1', 'https://10.0.0.1/', false],
  ])('NO_PROXY=%s goes past it for %s: %s', (noProxy, url, isPast) => {
    expect(proxy({ HTTPS_PROXY, NO_PROXY: noProxy }, url) === undefined).toBe(isPast)
  })

  it('knows loopback', () => {
    for (const host of ['localhost', 'LOCALHOST', 'a.localhost', '127.0.0.1', '127.9.9.9', '[::1]']) {
      expect([host, isLoopback(host)]).toEqual([host, true])
    }
    for (const host of ['localhost.example', '128.0.0.1', '[::2]', '127.0.0.1.example', '0.0.0.0']) {
      expect([host, isLoopback(host)]).toEqual([host, false])
    }
  })
})
