import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { bareHost } from '../../base/loopback.js'
import { TimeUp } from '../../call/http/diagnosis.js'
import { type ProxyServer, proxyFor } from '../../call/http/proxy.js'
import { connectingFailure } from './network.js'
import { type Patient, perHost } from './situation.js'
import type { Finding } from './step.js'

/** A certificate that runs out sooner is worth a warning. */
const soonDays = 14
const dayMs = 24 * 3600_000

interface Certificate {
  issuer: string
  validTo: string
  daysLeft: number
  protocol: string | null
}

/** Whether each host shows a certificate that holds, and for how long. Throws a NetworkError for one that does not. */
export async function checkCertificates(
  patient: Patient,
  env: NodeJS.ProcessEnv,
  timeoutMs: number,
): Promise<Finding<void>> {
  const secure = patient.hosts.filter(({ protocol }) => protocol === 'https:')
  if (secure.length === 0) return { status: 'skipped', message: 'plain http has none' }
  const found = await Promise.all(
    secure.map(async (url) => [url, await certificateOf(url, proxyFor(url, env), timeoutMs)] as const),
  )
  const isLate = found.some(([, { daysLeft }]) => daysLeft < soonDays)
  return {
    ...(isLate ? { status: 'warning', hint: 'renew the certificate in time' } : {}),
    message: found
      .map(([url, { issuer, daysLeft }]) =>
        perHost(patient, url, `certificate of ${issuer}, valid for ${daysLeft === 1 ? '1 day' : `${daysLeft} days`}`),
      )
      .join('; '),
    details: Object.fromEntries(found.map(([url, certificate]) => [url.host, certificate])),
  }
}

/** Connects and looks at the certificate: unlike a request, this can also tell what is wrong with it. */
async function certificateOf(url: URL, proxy: ProxyServer | undefined, timeoutMs: number): Promise<Certificate> {
  let opened: Socket | undefined
  const opening = (socket: Socket) => {
    opened = socket
  }
  let timer: NodeJS.Timeout | undefined
  try {
    const socket = await Promise.race([
      secured(url, proxy, opening),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new TimeUp()), timeoutMs)
      }),
    ])
    if (!socket.authorized) throw asCoded(socket.authorizationError)
    return factsOf(socket)
  } catch (error) {
    throw connectingFailure(url, error, proxy, timeoutMs)
  } finally {
    clearTimeout(timer)
    opened?.destroy()
  }
}

async function secured(
  url: URL,
  proxy: ProxyServer | undefined,
  opening: (socket: Socket) => void,
): Promise<TLSSocket> {
  const host = bareHost(url.hostname)
  const port = Number(url.port || 443)
  const tunnel = proxy && (await tunnelTo(`${url.hostname}:${port}`, proxy, opening))
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...(tunnel ? { socket: tunnel } : { autoSelectFamilyAttemptTimeout: 1000 }),
      host,
      port,
      ...(isIP(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
    })
    opening(socket)
    socket.once('error', reject)
    socket.once('secureConnect', () => resolve(socket))
  })
}

/** A tunnel through the proxy (RFC 9110, section 9.3.6). */
function tunnelTo(authority: string, proxy: ProxyServer, opening: (socket: Socket) => void): Promise<Socket> {
  const request = proxy.url.protocol === 'https:' ? secureRequest : plainRequest
  return new Promise((resolve, reject) => {
    const asking = request(proxy.url, {
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...(proxy.authorization ? { 'proxy-authorization': proxy.authorization } : {}) },
      agent: false,
    })
    asking.once('socket', opening)
    asking.once('error', reject)
    asking.once('connect', ({ statusCode = 0 }, socket) => {
      // The words by which undici tells the same.
      if (statusCode === 200) resolve(socket)
      else reject(new Error(`Proxy response (${statusCode}) !== 200 when HTTP Tunneling`))
    })
    asking.end()
  })
}

/** Node tells OpenSSL's code alone, as a text, where its types promise an error. */
function asCoded(said: unknown): Error {
  return said instanceof Error ? said : Object.assign(new Error(String(said)), { code: String(said) })
}

function factsOf(socket: TLSSocket): Certificate {
  const { issuer, valid_to } = socket.getPeerCertificate()
  const name = [issuer?.O, issuer?.CN].flat().find((text) => text) ?? 'an unnamed authority'
  return {
    issuer: name,
    validTo: new Date(valid_to).toISOString(),
    daysLeft: Math.floor((Date.parse(valid_to) - Date.now()) / dayMs),
    protocol: socket.getProtocol(),
  }
}
