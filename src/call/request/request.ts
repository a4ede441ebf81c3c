import type { HttpMethod } from '../facts/operation.js'

/** The body of a request, before it becomes bytes. */
export type RequestBody =
  | { kind: 'json'; value: unknown }
  | { kind: 'form'; value: Readonly<Record<string, string>> }
  | { kind: 'file'; path: string; field: string }

/** One request to a tenant's API, not yet bound to a host or a credential. */
export interface ApiRequest {
  method: HttpMethod
  /** Percent-encoded, begins with `/`. */
  path: string
  /** In order; names may repeat. */
  query: readonly (readonly [string, string])[]
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  body?: RequestBody
}

/** The absolute address of a request at `endpoint`. */
export function urlOf(request: ApiRequest, endpoint: URL): URL {
  const url = new URL(endpoint.pathname.replace(/\/$/, '') + request.path, endpoint.origin)
  for (const [name, value] of request.query) url.searchParams.append(name, value)
  return url
}
