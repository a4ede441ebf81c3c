import type { Streams } from '../output/streams.js'
import { type ApiRequest, urlOf } from '../request/request.js'
import { redactSecrets, secretMask } from '../secret-names.js'
import type { Operation } from './operation.js'

/** Stands for the tenant where none is chosen: a dry run needs no endpoint. */
const someTenant = 'https://tenant.example'

/** Prints the request that would be sent, as JSON with its secrets masked. Needs no network and no credentials. */
export async function printDryRun(
  request: ApiRequest,
  { authority }: Operation,
  endpoint: URL | undefined,
  streams: Streams,
): Promise<void> {
  const headers: Record<string, string> = { ...request.headers }
  if (authority === 'management' || authority === 'user') headers.authorization = secretMask
  if (request.body) headers['content-type'] = contentType(request.body)
  const shown = {
    method: request.method,
    url: urlOf(request, endpoint ?? new URL(someTenant)).href,
    headers: redactSecrets(headers),
    ...(request.body ? { body: shownBody(request.body) } : {}),
  }
  await streams.out(`${JSON.stringify(shown, null, 2)}\n`)
}

function contentType(body: NonNullable<ApiRequest['body']>): string {
  return {
    json: 'application/json',
    form: 'application/x-www-form-urlencoded',
    file: 'multipart/form-data',
  }[body.kind]
}

function shownBody(body: NonNullable<ApiRequest['body']>): unknown {
  return body.kind === 'file' ? { [body.field]: `@${body.path}` } : redactSecrets(body.value)
}
