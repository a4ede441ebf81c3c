import type { Documents } from '../../../src/call/facts/repairs/document.js'
import type { Script } from '../../cli/server.js'
import { type Tenant, tenant } from '../../cli/tenant.js'
import { newerDocuments, textsOf } from './newer-documents.js'

/** A tenant that serves documents, and answers all else by `answer`, or with an empty object. */
export interface NewerTenant extends Tenant {
  /** The documents that it serves from now on. */
  serves(documents: Documents): void
}

/** A tenant that is newer than this program, unless it serves other documents. Its documents have marks (`ETag`). */
export async function newerTenant(answer: Script = () => ({ body: {} })): Promise<NewerTenant> {
  let texts = textsOf(newerDocuments())
  const own = await tenant((request, response, count) => {
    const text = texts.get(request.path)
    if (text === undefined) return answer(request, response, count)
    const etag = `"${text.length}"`
    if (request.headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
    return { body: JSON.parse(text), headers: { etag } }
  })
  return {
    ...own,
    serves(documents) {
      texts = textsOf(documents)
    },
  }
}

/** The requests for documents, as `management`. */
export function documentsAsked({ received }: Pick<Tenant, 'received'>): string[] {
  return received.flatMap(({ path }) => /([a-z]+)\.openapi\.json$/.exec(path)?.[1] ?? []).sort()
}
