import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { bareHost, isLoopback } from '../../base/loopback.js'
import { secretMask } from '../../base/secret-names.js'
import { diagnose, failure } from '../../call/http/failures.js'
import { type ProxyServer, proxyFor } from '../../call/http/proxy.js'
import { type Patient, perHost } from './situation.js'
import type { Finding } from './step.js'

/** Which proxy is in force for each host. Throws a NetworkError for a variable that names none. */
export async function checkProxy(patient: Patient, env: NodeJS.ProcessEnv): Promise<Finding<void>> {
  const routes = patient.hosts.map((url) => ({ url, proxy: proxyFor(url, env) }))
  return {
    message: routes
      .map(({ url, proxy }) =>
        perHost(patient, url, proxy ? `${shown(proxy)}, by ${proxy.variable}` : whyDirect(url, env)),
      )
      .join('; '),
    details: Object.fromEntries(routes.map(({ url, proxy }) => [url.host, proxy ? shown(proxy) : null])),
  }
}

function shown({ url, authorization }: ProxyServer): string {
  const credentials = authorization === undefined ? '' : `${secretMask}@`
  return `${url.protocol}//${credentials}${url.host}`
}

function whyDirect(url: URL, env: NodeJS.ProcessEnv): string {
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const variable = [scheme, scheme.toUpperCase()].find((name) => env[name])
  if (variable === undefined) return 'none'
  return isLoopback(url.hostname) ? `none: ${variable} does not hold for this machine` : 'none: NO_PROXY names the host'
}

/** How long a name server may take, in milliseconds. */
const patienceMs = 3000

/** The addresses of each host. Throws a NetworkError for a name that is unknown. */
export async function checkNames(patient: Patient, env: NodeJS.ProcessEnv): Promise<Finding<void>> {
  const direct = patient.hosts.filter((url) => !proxyFor(url, env))
  if (direct.length === 0) return { status: 'skipped', message: 'the proxy looks names up' }
  const found = await Promise.all(direct.map(async (url) => [url, await addressesOf(url)] as const))
  return {
    message: found
      .map(([url, addresses]) => {
        const name = bareHost(url.hostname)
        return isIP(name) ? `${name} is an address` : `${name} is ${addresses.join(', ')}`
      })
      .join('; '),
    details: Object.fromEntries(found.map(([url, addresses]) => [url.host, addresses])),
  }
}

async function addressesOf(url: URL): Promise<string[]> {
  const name = bareHost(url.hostname)
  if (isIP(name)) return [name]
  const late = new AbortController()
  try {
    const tooLate = wait(patienceMs, undefined, { signal: late.signal, ref: false }).then(() => {
      throw Object.assign(new Error('the name server does not answer'), { code: 'EAI_AGAIN' })
    })
    tooLate.catch(() => {})
    const entries = await Promise.race([lookup(name, { all: true }), tooLate])
    return entries.map(({ address }) => address)
  } catch (error) {
    throw connectingFailure(url, error, undefined, patienceMs)
  } finally {
    late.abort()
  }
}

/** The failure to end with when a connection could not be made, in the words of `http`. */
export function connectingFailure(url: URL, error: unknown, proxy: ProxyServer | undefined, timeoutMs: number) {
  const failed = { method: 'GET', url, proxy, stage: 'connecting', error, timeoutMs } as const
  return failure(diagnose(failed), 1, error, false)
}
