import { UsageError } from '../../base/errors.js'

/** Of Logto Cloud. */
const cloudConsole = 'cloud.logto.io'

/** What tells where a tenant's Console is. */
export interface ConsoleFacts {
  /** Address of the API. */
  endpoint: URL
  /** Resource indicator of its Management API. */
  resource: string
  /** Where its administrator signed in with the browser: a self-hosted Logto's ADMIN_ENDPOINT. */
  adminTokenUrl?: string | undefined
}

/**
 * The address of a tenant's Console, without a slash at the end; undefined where nothing tells it. On Logto Cloud the
 * tenant's id is the first label of its own host and of its resource indicator (which a custom domain leaves as it is);
 * a self-hosted Logto serves its Console below `/console` at the ADMIN_ENDPOINT.
 */
export function consoleOf({ endpoint, resource, adminTokenUrl }: ConsoleFacts): string | undefined {
  const places = [resource, endpoint.href].filter((text) => URL.canParse(text)).map((text) => new URL(text).hostname)
  const cloud = places.find((host) => host.endsWith('.logto.app') && !/^(default|admin)\./.test(host))
  if (cloud !== undefined) return `https://${cloudConsole}/${cloud.split('.')[0]}`
  return adminTokenUrl === undefined ? undefined : `${new URL(adminTokenUrl).origin}/console`
}

/** Reads a Console's address as a person gives it, with `/console` or without. Throws a UsageError for one that is none. */
export function parseConsole(text: string, from: string): string {
  const refuse = (why: string) =>
    new UsageError(`${from}: ${why}`, {
      code: 'usage.bad_endpoint',
      hint: 'give the address that the Console has in the browser, such as https://admin.example.com/console',
    })
  if (!URL.canParse(text)) throw refuse(`${text || 'an empty value'} is not an address`)
  const url = new URL(text)
  if (!/^https?:$/.test(url.protocol)) throw refuse(`${url.protocol} is not https`)
  if (url.username || url.password) throw refuse('an address may not carry a username or password')
  const path = url.pathname.replace(/\/+$/, '')
  const isWhole = url.hostname === cloudConsole || path.endsWith('/console')
  return `${url.origin}${isWhole ? path : `${path}/console`}`
}
