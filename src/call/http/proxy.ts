/** Which proxy a request goes through, by the environment variables that curl and most programs know. */

import { BlockList, isIP } from 'node:net'
import { NetworkError } from '../../base/errors.js'
import { bareHost, isLoopback } from '../../base/loopback.js'

export interface ProxyServer {
  /** Without credentials, so that it may be shown. */
  url: URL
  /** Value of Proxy-Authorization. */
  authorization?: string
  /** The environment variable that names it. */
  variable: string
}

/**
 * The proxy for a URL, or nothing when it is reached directly: loopback hosts always, and those in NO_PROXY.
 * Variables in lower case win over those in upper case. There is no fallback from HTTPS_PROXY to HTTP_PROXY (as in curl).
 * @throws NetworkError `network.proxy` when the variable does not hold an http or https URL.
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv): ProxyServer | undefined {
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const variable = [scheme, scheme.toUpperCase()].find((name) => env[name])
  if (variable === undefined || isLoopback(url.hostname)) return undefined
  if (isExempt(url, env.no_proxy || env.NO_PROXY || '')) return undefined
  return readProxy(variable, env[variable] ?? '')
}

function readProxy(variable: string, value: string): ProxyServer {
  const text = value.includes('://') ? value : `http://${value}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new NetworkError(`the proxy in ${variable} is not an http or https URL`, {
      code: 'network.proxy',
      hint: `set ${variable} to a value such as http://proxy.example:3128, or unset it`,
    })
  }
  if (url.username === '' && url.password === '') return { url, variable }
  const credentials = `${decode(url.username)}:${decode(url.password)}`
  url.username = ''
  url.password = ''
  return { url, variable, authorization: `Basic ${Buffer.from(credentials).toString('base64')}` }
}

/** Percent-decodes; a stray `%` in a password is taken as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** NO_PROXY holds `*`, hosts (which stand for their subdomains too), `host:port`, addresses and address ranges. */
function isExempt(url: URL, noProxy: string): boolean {
  const host = bareHost(url.hostname)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      if (entry.includes('/')) return isInRange(host, entry)
      const [, name = entry, entryPort] = isIP(entry) === 6 ? [] : (/^(.+?):(\d+)$/.exec(entry) ?? [])
      if (entryPort !== undefined && entryPort !== port) return false
      const domain = bareHost(name).replace(/^\*?\./, '')
      return host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`))
    })
}

function isInRange(host: string, range: string): boolean {
  const [network = '', bits] = range.split('/')
  const version = isIP(network)
  const prefix = Number(bits)
  const isRange = version !== 0 && Number.isInteger(prefix) && prefix >= 0 && prefix <= (version === 6 ? 128 : 32)
  if (!isRange || isIP(host) !== version) return false
  const family = version === 6 ? 'ipv6' : 'ipv4'
  const list = new BlockList()
  list.addSubnet(network, prefix, family)
  return list.check(host, family)
}
