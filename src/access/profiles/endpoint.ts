import { UsageError } from '../../base/errors.js'
import { isLoopback } from '../../base/loopback.js'

const hint = 'give the address of the tenant alone, such as https://acme.logto.app or http://localhost:3001'

/** A host alone, as people write it: with a dot in it, or this machine's. */
const bareHost = /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+)(:\d+)?(\/.*)?$/i

/** An address with its scheme where it was left out: https, and http on this machine. */
export function withScheme(text: string): string {
  const [, host = ''] = bareHost.exec(text) ?? []
  return host === '' ? text : `${isLoopback(host) ? 'http' : 'https'}://${text}`
}

/**
 * Reads a tenant's address; `acme.logto.app` alone will do. Trailing slashes are dropped, a path prefix is kept.
 * Throws a UsageError for anything but https, or http on loopback (`insecureHttp`: anywhere), and for an address that names an API or carries
 * credentials.
 */
export function parseEndpoint(text: string, from: string, { insecureHttp = false } = {}): URL {
  let url: URL
  try {
    url = new URL(withScheme(text.trim()))
  } catch (cause) {
    throw new UsageError(`${from}: ${text || 'an empty value'} is not an address`, {
      code: 'usage.bad_endpoint',
      hint,
      cause,
    })
  }
  const refuse = (why: string) => new UsageError(`${from}: ${why}`, { code: 'usage.bad_endpoint', hint })
  if (url.username || url.password) throw refuse('an endpoint may not carry a username or password')
  const isOpen = url.protocol === 'http:' && (insecureHttp || isLoopback(url.hostname))
  if (url.protocol !== 'https:' && !isOpen) {
    throw refuse(`${url.protocol}//${url.host} is not https: a token sent there could be read on the way`)
  }
  if (url.search || url.hash) throw refuse('an endpoint has no query or fragment')
  if (/\/(api|oidc|console)\/*$/.test(url.pathname)) throw refuse(`leave ${url.pathname} out of the endpoint`)
  url.pathname = url.pathname.replace(/\/+$/, '')
  return url
}

/** The token endpoint of the tenant at an endpoint (OpenID Connect, as Logto mounts it). */
export function tokenUrlOf(endpoint: URL): URL {
  return new URL(`${endpoint.href.replace(/\/$/, '')}/oidc/token`)
}
