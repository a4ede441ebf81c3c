/** What only a process of its own can show: the trusted authorities of its start, and that it ends. */

import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer as createProxy } from 'node:http'
import { createServer } from 'node:https'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { need } from '../../programs.js'
import { listen, serve, serveRaw } from './loopback-server.js'

const script = new URL('send-one.ts', import.meta.url).pathname
const openssl = (args: string[]) => promisify(execFile)('openssl', args)
const opensslNeed = need('openssl')

interface Result {
  status?: number
  text?: string
  code?: string
  message?: string
  hint?: string
  /** Milliseconds from the client's close to the end of the process. */
  lingeredMs: number
}

/** Runs the script and waits for its end. */
async function run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Result> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  await new Promise((resolve) => child.once('close', resolve))
  const { closedAt, ...result } = JSON.parse(output)
  return { ...result, lingeredMs: Date.now() - closedAt }
}

describe('the process ends at once', () => {
  it('though the server would keep the connection', async () => {
    const url = await serve((_request, response) => response.end('ok'))
    const result = await run([url.href])
    expect(result).toMatchObject({ status: 200, text: 'ok' })
    expect(result.lingeredMs).toBeLessThan(2500)
  })

  it('though a connection is still being made', async () => {
    const { port } = await serveRaw(() => {})
    const result = await run([`https://127.0.0.1:${port}/`, '200'])
    expect(result).toMatchObject({
      code: 'network.timeout',
      message: `cannot connect to 127.0.0.1:${port} within 200 ms`,
    })
    expect(result.lingeredMs).toBeLessThan(2500)
  })

  it('though a tunnel is still being opened', async () => {
    const proxy = await serveRaw((socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\n')))
    const result = await run(['https://logto.test/', '200'], { HTTPS_PROXY: proxy.href })
    expect(result).toMatchObject({ code: 'network.timeout' })
    expect(result.lingeredMs).toBeLessThan(2500)
  })
})

describe.skipIf(opensslNeed.lacking)(`a private authority${opensslNeed.note}`, () => {
  let folder: string
  const file = (name: string) => join(folder, name)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'authority-'))
    const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2', '-x509']
    await openssl(['req', ...key, '-keyout', file('ca.key'), '-out', file('ca.pem'), '-subj', '/CN=Test authority'])
    await openssl(
      ['req', ...key, '-keyout', file('own.key'), '-out', file('own.pem'), '-subj', '/CN=logto.test']
        .concat(['-CA', file('ca.pem'), '-CAkey', file('ca.key')])
        .concat(['-addext', 'subjectAltName=DNS:logto.test,DNS:localhost', '-addext', 'basicConstraints=CA:FALSE']),
    )
  }, 30_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function serveSecurely(): Promise<number> {
    const identity = { key: await readFile(file('own.key')), cert: await readFile(file('own.pem')) }
    return listen(createServer(identity, (request, response) => response.end(`for ${request.headers.host}`)))
  }

  it('is not trusted, and the hint says how it would be', async () => {
    expect(await run([`https://localhost:${await serveSecurely()}/`])).toMatchObject({
      code: 'network.tls',
      message: expect.stringContaining('not trusted here'),
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    })
  })

  it('is trusted when NODE_EXTRA_CA_CERTS names it', async () => {
    const port = await serveSecurely()
    const result = await run([`https://localhost:${port}/`], { NODE_EXTRA_CA_CERTS: file('ca.pem') })
    expect(result).toMatchObject({ status: 200, text: `for localhost:${port}` })
    expect(result.lingeredMs).toBeLessThan(2500)
  })

  it('does not vouch for another host name', async () => {
    const url = `https://127.0.0.1:${await serveSecurely()}/`
    expect(await run([url], { NODE_EXTRA_CA_CERTS: file('ca.pem') })).toMatchObject({
      code: 'network.tls',
      message: expect.stringContaining('another host name'),
    })
  })

  it('is trusted through a tunnel as well', async () => {
    const port = await serveSecurely()
    const tunnels: (string | undefined)[] = []
    const proxy = createProxy().on('connect', (request, socket: Socket) => {
      tunnels.push(request.url)
      const onward = connect(port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
      onward.pipe(socket).pipe(onward)
      for (const end of [onward, socket]) end.on('error', () => onward.destroy()).on('close', () => socket.destroy())
    })
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await listen(proxy)}`, NODE_EXTRA_CA_CERTS: file('ca.pem') }
    const result = await run(['https://logto.test/'], env)
    expect(result).toMatchObject({ status: 200, text: 'for logto.test' })
    expect(result.lingeredMs).toBeLessThan(2500)
    expect(tunnels).toEqual(['logto.test:443'])
  })
})
