/** `logto doctor` on the way to the tenant: names, proxies, certificates, and whatever answers instead of a Logto. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen, serveRaw, unusedPort } from '../../call/http/loopback-server.js'
import { tenant as scripted } from '../../cli/tenant.js'
import { need } from '../../programs.js'
import { logtoTenant } from '../login/logto-tenant.js'
import { person } from '../login/person.js'
import { doctor, documents, machineAt } from './patient.js'

const afterLogto = {
  discovery: 'skipped',
  clock: 'skipped',
  token: 'skipped',
  api: 'skipped',
  role: 'skipped',
  drift: 'skipped',
}

describe('an endpoint', () => {
  it('at which nothing listens', async () => {
    const { ended, unwell, checks } = await doctor(person(), '', {
      env: machineAt(`http://127.0.0.1:${await unusedPort()}`),
    })
    expect({ unwell, code: ended.code }).toEqual({ unwell: { logto: 'failed', ...afterLogto }, code: 7 })
    expect(checks.logto?.message).toContain('refused the connection')
    expect(checks.drift?.message).toBe('needs logto')
  })

  it('whose name is unknown', async () => {
    const { ended, unwell } = await doctor(person(), '', { env: machineAt('https://no-such-tenant.invalid') })
    expect(ended.code).toBe(7)
    expect(unwell).toEqual({ dns: 'failed', tls: 'skipped', logto: 'skipped', ...afterLogto })
  })

  it('that takes connections and never answers', async () => {
    const silent = await serveRaw(() => {})
    const [plain, secure] = await Promise.all(
      [silent.origin, silent.origin.replace('http:', 'https:')].map((endpoint) =>
        doctor(person(), '--timeout 300ms', { env: machineAt(endpoint) }),
      ),
    )
    expect(plain).toMatchObject({ unwell: { logto: 'failed' }, ended: { code: 7 } })
    expect(secure).toMatchObject({ unwell: { tls: 'failed', logto: 'skipped' }, ended: { code: 7 } })
    for (const check of [plain?.checks.logto, secure?.checks.tls]) expect(check?.message).toContain('within 300 ms')
  })

  it.each([
    ['answers with web pages', { body: '<html>Welcome', headers: { 'content-type': 'text/html' } }],
    ['knows no such path', { status: 404, body: 'Not Found' }],
    ['sends on to another address', { status: 301, headers: { location: 'https://elsewhere.test/' } }],
  ])('that %s is no Logto, and gets no secret', async (_, reply) => {
    const server = await scripted(reply)
    const { ended, unwell, checks } = await doctor(person(), '', { env: machineAt(server.endpoint) })
    expect({ unwell, code: ended.code }).toEqual({ unwell: { logto: 'failed', ...afterLogto }, code: 3 })
    expect(checks.logto?.message).toContain('there is no Logto at')
    expect(server.received.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/api/status', undefined],
    ])
  })

  it('behind a gateway that is alone', async () => {
    const server = await scripted({ status: 503, body: 'no healthy upstream' })
    const { ended, checks } = await doctor(person(), '', { env: machineAt(server.endpoint) })
    expect(ended.code).toBe(7)
    expect(checks.logto).toMatchObject({ status: 'failed', message: expect.stringContaining('503') })
  })

  it('whose OpenID configuration speaks of another address: a warning, and the rest goes on', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const other = tenant.endpoint.replace('127.0.0.1', 'localhost')
    const { unwell, checks } = await doctor(person(), '', { env: machineAt(other) })
    expect(unwell).toEqual({ discovery: 'warning' })
    expect(checks.discovery).toMatchObject({
      message: expect.stringContaining(`calls itself ${tenant.endpoint}/oidc`),
      hint: expect.stringContaining(tenant.endpoint),
    })
  })
})

describe('a proxy', () => {
  const secret = 'pass-of-the-proxy'

  it('that is down is named, without its credentials', async () => {
    const proxy = `http://ann:${secret}@127.0.0.1:${await unusedPort()}`
    const env = { ...machineAt('https://acme.logto.app'), HTTPS_PROXY: proxy }
    const { ended, unwell, checks } = await doctor(person(), '--debug', { env })
    expect(ended.code).toBe(7)
    expect(unwell).toEqual({ tls: 'failed', logto: 'skipped', ...afterLogto })
    expect(checks.proxy?.message).toMatch(/^http:\/\/••••@127\.0\.0\.1:\d+, by HTTPS_PROXY$/)
    expect(checks.dns).toMatchObject({ status: 'skipped', message: 'the proxy looks names up' })
    expect(checks.tls).toMatchObject({
      message: expect.stringContaining('cannot reach the proxy'),
      hint: expect.stringContaining('HTTPS_PROXY'),
    })
    expect(ended.stdout + ended.stderr).not.toContain(secret)
  })

  it('that refuses, and one that is none', async () => {
    const refusing = createServer()
    refusing.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
    const url = `http://127.0.0.1:${await listen(refusing)}`
    const [refused, none] = await Promise.all(
      [url, 'socks5://127.0.0.1:1'].map((proxy) =>
        doctor(person(), '', { env: { ...machineAt('https://acme.logto.app'), https_proxy: proxy } }),
      ),
    )
    expect(refused).toMatchObject({ ended: { code: 7 }, unwell: { tls: 'failed', logto: 'skipped' } })
    expect(refused?.checks.tls?.message).toContain('407')
    expect(none).toMatchObject({ ended: { code: 7 }, unwell: { proxy: 'failed', dns: 'skipped', logto: 'skipped' } })
  })

  it('does not hold for this machine, nor for what NO_PROXY names', async () => {
    const tenant = await logtoTenant({ publishes: documents() })
    const HTTP_PROXY = 'http://127.0.0.1:1'
    const here = await doctor(person(), '', { env: { ...machineAt(tenant.endpoint), HTTP_PROXY } })
    expect(here).toMatchObject({ unwell: {}, ended: { code: 0 } })
    expect(here.checks.proxy?.message).toBe('none: HTTP_PROXY does not hold for this machine')
    const env = { ...machineAt('https://no-such-tenant.invalid'), HTTPS_PROXY: HTTP_PROXY, NO_PROXY: '.invalid' }
    expect((await doctor(person(), '', { env })).checks.proxy?.message).toBe('none: NO_PROXY names the host')
  })
})

const openssl = need('openssl')

describe.skipIf(openssl.lacking)(`a certificate${openssl.note}`, () => {
  let folder: string
  const file = (name: string) => join(folder, name)

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'authority-'))
    for (const [name, days] of [
      ['short', '2'],
      ['long', '90'],
    ] as const) {
      const key = [
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-keyout',
        file(`${name}.key`),
      ]
      const own = [
        '-x509',
        '-days',
        days,
        '-subj',
        '/O=Acme/CN=Acme CA',
        '-addext',
        'subjectAltName=DNS:localhost,DNS:tenant.test',
      ]
      execFileSync('openssl', ['req', ...key, ...own, '-out', file(`${name}.pem`)], { stdio: 'ignore' })
    }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** A tenant behind TLS with that certificate. */
  async function secured(name: string) {
    const tenant = await logtoTenant({ publishes: documents() })
    const pair = { key: readFileSync(file(`${name}.key`)), cert: readFileSync(file(`${name}.pem`)) }
    const tls = createTlsServer(pair, (socket) => {
      const onward = connect(Number(tenant.origin.port), '127.0.0.1')
      socket.pipe(onward).pipe(socket)
      for (const end of [socket, onward]) {
        end.on('error', () => {}).on('close', () => [socket, onward].map((each) => each.destroy()))
      }
    })
    return { tenant, port: await listen(tls) }
  }

  it('of an authority of one’s own: fails with the way to trust it, and then is told with its days', async () => {
    const { tenant, port } = await secured('long')
    const env = machineAt(`https://localhost:${port}`)
    const without = await doctor(person(), '', { env })
    expect(without.ended.code).toBe(7)
    expect(without.unwell).toEqual({ tls: 'failed', logto: 'skipped', ...afterLogto })
    expect(without.checks.tls?.hint).toContain('NODE_EXTRA_CA_CERTS')
    expect(tenant.received).toEqual([])
    const trusted = await doctor(person(), '', { env: { ...env, NODE_EXTRA_CA_CERTS: file('long.pem') } })
    expect(trusted.ended.code).toBe(0)
    expect(trusted.checks.tls).toMatchObject({ status: 'ok', message: 'certificate of Acme, valid for 89 days' })
    expect(trusted.checks.dns?.message).toMatch(/^localhost is .*(127\.0\.0\.1|::1)/)
  })

  it('that runs out soon is a warning, and one for another name a failure', async () => {
    const { port } = await secured('short')
    const ca = { NODE_EXTRA_CA_CERTS: file('short.pem') }
    const [soon, other] = await Promise.all(
      ['localhost', '127.0.0.1'].map((host) =>
        doctor(person(), '', { env: { ...machineAt(`https://${host}:${port}`), ...ca } }),
      ),
    )
    expect(soon).toMatchObject({ ok: true, unwell: { tls: 'warning' } })
    expect(soon?.checks.tls).toMatchObject({
      message: expect.stringContaining('1 day'),
      hint: expect.stringContaining('renew'),
    })
    expect(other).toMatchObject({ ok: false, unwell: { tls: 'failed' }, ended: { code: 7 } })
    expect(other?.checks.tls?.message).toContain('another host name')
  })

  it('is seen through the tunnel of a proxy too', async () => {
    const { port } = await secured('long')
    const asked: string[] = []
    const proxy = createServer()
    proxy.on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`)
      // Whatever name is asked for, it leads to the tenant.
      const onward = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        socket.pipe(onward).pipe(socket)
      })
      for (const end of [socket, onward]) end.on('error', () => {})
    })
    const via = `http://ann:pw@127.0.0.1:${await listen(proxy)}`
    const env = {
      ...machineAt('https://tenant.test'),
      HTTPS_PROXY: via,
      NODE_EXTRA_CA_CERTS: file('long.pem'),
    }
    const { checks, unwell, ended } = await doctor(person(), '', { env })
    expect(new Set(asked)).toEqual(new Set([`tenant.test:443 Basic ${btoa('ann:pw')}`]))
    // The tenant behind the tunnel knows itself by another address.
    expect({ unwell, code: ended.code }).toEqual({ unwell: { discovery: 'warning' }, code: 0 })
    expect(checks.tls).toMatchObject({ status: 'ok', message: 'certificate of Acme, valid for 89 days' })
  })

  it('is missing where the port speaks plain http', async () => {
    const tenant = await logtoTenant()
    const { checks, ended } = await doctor(person(), '', { env: machineAt(tenant.endpoint.replace('http:', 'https:')) })
    expect(checks.tls).toMatchObject({ status: 'failed', hint: expect.stringContaining('http://') })
    expect(ended.code).toBe(7)
  })
})
