import type { HttpMethod } from '../facts/operation.js'
import { parse } from './printable.js'
import { refusalOf } from './refusal.js'
import type { TenantClient } from './tenant-client.js'

/** One request of a hand-written command. */
export interface Call {
  method: HttpMethod
  path: string
  query?: readonly (readonly [string, string])[]
  /** Sent as JSON. */
  body?: unknown
}

/** Sends one request and gives its JSON answer, undefined for an empty one. Throws what a refusal stands for. */
export async function call<T>(
  client: TenantClient,
  authority: 'management' | 'user',
  { method, path, query = [], body }: Call,
): Promise<T> {
  const request = {
    method,
    path,
    query,
    headers: {},
    ...(body === undefined ? {} : { body: { kind: 'json' as const, value: body } }),
  }
  const sent = await client.send(request, authority)
  if (sent.answer.status >= 300) throw refusalOf(sent, { authority }, client.tenant)
  return (sent.answer.text === '' ? undefined : parse(sent.answer)) as T
}
