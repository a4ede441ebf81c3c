import type { ApiName } from '../../call/facts/repairs/document.js'
import type { Answer } from '../../call/http/exchange.js'
import type { Patience, TenantClient } from '../../call/operation/tenant-client.js'

/** Milliseconds for one document where `--timeout` is not given: a busy server takes many seconds to put one together. */
export const documentPatienceMs = 60_000

/** A document as a tenant serves it. `unchanged`: it is the one with the mark that was given. */
export type ServedDocument = { answer: Answer; etag: string } | 'unchanged' | undefined

/**
 * Reads the document of one API, for which no token is needed. One that has not changed since it was read with this mark
 * is not sent again (`If-None-Match`, RFC 9110, section 13.1.2). Undefined where the tenant has none, as an older Logto.
 * Throws a NetworkError when the server cannot be reached.
 */
export async function servedDocument(
  client: TenantClient,
  api: ApiName,
  etag: string | undefined,
  patience?: Patience,
): Promise<ServedDocument> {
  const path = `/api/.well-known/${api}.openapi.json`
  const headers: Record<string, string> = etag ? { 'if-none-match': etag } : {}
  const { answer } = await client.send({ method: 'GET', path, query: [], headers }, 'none', patience)
  if (answer.status === 304 && etag) return 'unchanged'
  if (answer.status !== 200) return undefined
  const { etag: mark } = answer.headers
  return { answer, etag: typeof mark === 'string' ? mark : '' }
}
