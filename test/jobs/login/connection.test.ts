/** `logto login` over connections that need more than an address: a private authority, plain http elsewhere. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, readAll } from '../../call/http/loopback-server.js'
import { need } from '../../programs.js'
import { logtoTenant } from './logto-tenant.js'
import { machineSecret, person } from './person.js'

const openssl = need('openssl')

const login = (endpoint: string, more = '') =>
  `login --storage file -p w --endpoint ${endpoint} --client-id machine --client-secret-stdin --retries 0 ${more}`.trim()

describe.skipIf(openssl.lacking)(`https with a private authority${openssl.note}`, () => {
  let folder: string
  const file = (name: string) => join(folder, name)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'))
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('key')]
    const own = ['-x509', '-days', '2', '-subj', '/CN=Test', '-addext', 'subjectAltName=DNS:localhost']
    execFileSync('openssl', ['req', ...key, ...own, '-out', file('own.pem')], { stdio: 'ignore' })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('works with NODE_EXTRA_CA_CERTS; without it the hint names that', async () => {
    const tenant = await logtoTenant()
    const tls = createTlsServer({ key: readFileSync(file('key')), cert: readFileSync(file('own.pem')) }, (socket) => {
      const onward = connect(Number(tenant.origin.port), '127.0.0.1')
      socket.pipe(onward).pipe(socket)
      for (const end of [socket, onward])
        end.on('error', () => {}).on('close', () => [socket, onward].map((e) => e.destroy()))
    })
    const endpoint = `https://localhost:${await listen(tls)}`
    const ann = person()
    const without = await ann.logto(login(endpoint), { input: machineSecret })
    expect(without.code).toBe(7)
    expect(without.stderr).toMatch(/certificate of localhost:\d+ is signed by an authority.*\n.*NODE_EXTRA_CA_CERTS/)
    expect({ files: ann.files(), sent: tenant.received }).toEqual({ files: [], sent: [] })
    const env = { NODE_EXTRA_CA_CERTS: file('own.pem') }
    expect(await ann.logto(login(endpoint), { input: machineSecret, env })).toMatchObject({ code: 0 })
    expect(ann.profile('w')?.endpoint).toBe(endpoint)
    expect(await ann.logto('users list', { env })).toMatchObject({ code: 0 })
  })
})

describe('plain http to another machine', () => {
  it('works with --insecure-http, from then on without a word, and for this profile only', async () => {
    const tenant = await logtoTenant()
    // The other machine is whatever a proxy says it is.
    const proxy = createServer((request, response) => {
      const url = new URL(request.url ?? '')
      void readAll(request).then(async (body) => {
        const { host: _, 'proxy-connection': __, connection: ___, 'content-length': ____, ...headers } = request.headers
        const answer = await fetch(`${tenant.endpoint}${url.pathname}${url.search}`, {
          method: request.method ?? 'GET',
          headers: headers as Record<string, string>,
          ...(body.length > 0 ? { body } : {}),
        })
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
        response.end(await answer.text())
      })
    })
    proxy.on('connect', (_, socket: Socket) => socket.destroy())
    const env = { HTTP_PROXY: `http://127.0.0.1:${await listen(proxy)}` }
    const ann = person()
    const endpoint = 'http://logto.test'
    const refused = await ann.logto(login(endpoint), { input: machineSecret, env })
    expect(refused.code).toBe(2)
    expect({ files: ann.files(), sent: tenant.received }).toEqual({ files: [], sent: [] })
    expect(await ann.logto(login(endpoint, '--insecure-http'), { input: machineSecret, env })).toMatchObject({
      code: 0,
    })
    expect(ann.profile('w')).toMatchObject({ endpoint, insecureHttp: true })
    expect(await ann.logto('users list', { env })).toMatchObject({ code: 0 })
    expect(await ann.logto(`users list --endpoint ${endpoint}`, { env })).toMatchObject({ code: 0 })
    const bare = await ann.logto('users list', { env: { ...env, LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: 't' } })
    expect(bare.code).toBe(2)
  })
})
