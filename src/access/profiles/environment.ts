import { NotAllowedError, UsageError } from '../../base/errors.js'
import { parseEndpoint, tokenUrlOf } from './endpoint.js'

/** What proves the right to call an API. */
export type Credential =
  | { kind: 'token'; token: string }
  | { kind: 'client'; id: string; secret: string; resource: string; scope: string; tokenUrl: URL }

/** Credentials and the place they go: always from one source, never mixed. */
export interface Bundle {
  endpoint: URL
  /** For the Management API. */
  management?: Credential
  /** An end user's opaque token, for the Account API. */
  userToken?: string
}

/**
 * The bundle that the environment holds (contract, section 4): LOGTO_ENDPOINT with LOGTO_ACCESS_TOKEN, or with
 * LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET (or LOGTO_AUTH=id:secret). Throws a NotAllowedError without an endpoint, and
 * when `--endpoint` names another host than the one the credentials are for.
 */
export function environmentBundle(env: NodeJS.ProcessEnv, flags: { endpoint?: string | undefined }): Bundle {
  const own = env.LOGTO_ENDPOINT ? parseEndpoint(env.LOGTO_ENDPOINT, 'LOGTO_ENDPOINT') : undefined
  const asked = flags.endpoint === undefined ? undefined : parseEndpoint(flags.endpoint, '--endpoint')
  if (own && asked && own.origin !== asked.origin) {
    throw new NotAllowedError(`--endpoint ${asked.origin} is not where the credentials of the environment belong`, {
      code: 'auth.mixed_tenants',
      hint: `LOGTO_ENDPOINT is ${own.origin}: set it and the credentials together, for one tenant`,
    })
  }
  const endpoint = asked ?? own
  if (!endpoint) {
    throw new NotAllowedError('no tenant is chosen', {
      code: 'auth.no_endpoint',
      hint: 'sign in with `logto login`, or set LOGTO_ENDPOINT and credentials; `logto sandbox` starts a tenant to try',
    })
  }
  const management = managementCredential(env, endpoint)
  const userToken = plain(env.LOGTO_USER_TOKEN)
  return { endpoint, ...(management ? { management } : {}), ...(userToken ? { userToken } : {}) }
}

function managementCredential(env: NodeJS.ProcessEnv, endpoint: URL): Credential | undefined {
  const token = plain(env.LOGTO_ACCESS_TOKEN)
  if (token) return { kind: 'token', token }
  const [id, secret] = clientOf(env)
  if (!id && !secret) return undefined
  if (!id || !secret) {
    throw new NotAllowedError(`${id ? 'LOGTO_CLIENT_SECRET' : 'LOGTO_CLIENT_ID'} is not set`, {
      code: 'auth.half_credentials',
      hint: 'set both LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET of a machine-to-machine application',
    })
  }
  return {
    kind: 'client',
    id,
    secret,
    resource: env.LOGTO_RESOURCE || env.LOGTO_MANAGEMENT_API_RESOURCE || defaultResource(endpoint),
    scope: env.LOGTO_SCOPE || 'all',
    tokenUrl: environmentTokenUrl(env, endpoint),
  }
}

/** A credential without the line break that `$(cat FILE)` on Windows, or a careless setting, leaves behind it. */
function plain(text: string | undefined): string | undefined {
  return text?.trim()
}

function clientOf(env: NodeJS.ProcessEnv): [string | undefined, string | undefined] {
  const pair = plain(env.LOGTO_AUTH)
  const id = plain(env.LOGTO_CLIENT_ID)
  const secret = plain(env.LOGTO_CLIENT_SECRET)
  if (id || secret || !pair) return [id, secret]
  const at = pair.indexOf(':')
  return at < 0 ? [pair, undefined] : [pair.slice(0, at), pair.slice(at + 1)]
}

/** Logto names its Management API after the tenant; self-hosted, that is always the tenant `default`. */
export function defaultResource(endpoint: URL): string {
  return endpoint.hostname.endsWith('.logto.app') ? `${endpoint.origin}/api` : 'https://default.logto.app/api'
}

/** LOGTO_TOKEN_URL, or where Logto has its token endpoint. Throws a UsageError for what is no address. */
export function environmentTokenUrl({ LOGTO_TOKEN_URL: given }: NodeJS.ProcessEnv, endpoint: URL): URL {
  if (!given) return tokenUrlOf(endpoint)
  try {
    const url = new URL(given)
    parseEndpoint(url.origin, 'LOGTO_TOKEN_URL')
    return url
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`LOGTO_TOKEN_URL: ${given} is not an address`, { code: 'usage.bad_endpoint', cause })
  }
}
