import { exactJson } from '../../base/exact-json.js'
import { secretMask } from '../../base/secret-names.js'
import type { Operation } from '../facts/operation.js'
import type { Streams } from '../output/streams.js'
import { type ApiRequest, urlOf } from '../request/request.js'
import { RequestSecrets } from './request-secrets.js'

/** Stands for the tenant where none is chosen: a dry run needs no endpoint. */
const someTenant = 'https://tenant.example'

/** Prints the request that would be sent, as JSON with its secrets masked. Needs no network and no credentials. */
export async function printDryRun(
  request: ApiRequest,
  operation: Operation,
  endpoint: URL | undefined,
  streams: Streams,
): Promise<void> {
  await streams.out(`${exactJson(shownRequest(request, operation, endpoint), 2)}\n`)
}

/** A request as a dry run shows it. */
export interface ShownRequest {
  method: string
  url: string
  headers: Record<string, string>
  body?: unknown
}

/** A request that is not sent, with its secrets masked; without an endpoint, at a tenant that stands for any. */
export function shownRequest(request: ApiRequest, operation: Operation, endpoint: URL | undefined): ShownRequest {
  const { authority } = operation
  const masked = new RequestSecrets(operation).masked(request)
  const headers: Record<string, string> = { ...masked.headers }
  if (authority === 'management' || authority === 'user') headers.authorization = secretMask
  if (authority === 'interaction') headers.cookie = secretMask
  if (masked.body) headers['content-type'] = contentType(masked.body)
  return {
    method: masked.method,
    url: urlOf(masked, endpoint ?? new URL(someTenant)).href.replaceAll(encodeURIComponent(secretMask), secretMask),
    headers,
    ...(masked.body ? { body: shownBody(masked.body) } : {}),
  }
}

function contentType(body: NonNullable<ApiRequest['body']>): string {
  return {
    json: 'application/json',
    form: 'application/x-www-form-urlencoded',
    file: 'multipart/form-data',
  }[body.kind]
}

function shownBody(body: NonNullable<ApiRequest['body']>): unknown {
  return body.kind === 'file' ? { [body.field]: `@${body.path}` } : body.value
}
