import { parse } from '../../call/operation/printable.js'
import type { Patience, TenantClient } from '../../call/operation/tenant-client.js'
import { servedDocument } from '../refresh/tenant-document.js'
import { DocumentCache, type KnownDocument } from './document-cache.js'

const apis = ['management', 'experience', 'user'] as const
export type Api = (typeof apis)[number]

/** What a tenant says of its own APIs. */
export interface TenantOperations {
  /** As `GET /api/users/{userId}`. */
  operations: readonly string[]
  /** The APIs whose document could be read. */
  documented: readonly Api[]
}

/**
 * Reads the tenant's own OpenAPI documents, for which no token is needed. Those that have not changed since they were
 * read last are not sent again (`If-None-Match`, RFC 9110, section 13.1.2). Throws a NetworkError when the server cannot
 * be reached.
 */
export async function tenantOperations(
  client: TenantClient,
  env: NodeJS.ProcessEnv,
  patience: Patience,
): Promise<TenantOperations> {
  const cache = new DocumentCache(client.tenant.endpoint, env)
  const kept = await cache.read()
  const read = await Promise.all(
    apis.map(async (api) => ({ api, document: await readDocument(client, api, kept[api], patience) })),
  )
  const found = read.flatMap(({ api, document }) => (document ? [{ api, document }] : []))
  const fresh = Object.fromEntries(found.flatMap(({ api, document }) => (document.etag ? [[api, document]] : [])))
  if (found.some(({ api, document }) => document !== kept[api])) await cache.write(fresh)
  return {
    operations: [...new Set(found.flatMap(({ document }) => document.operations))],
    documented: found.map(({ api }) => api),
  }
}

/** The document of one API; undefined when the tenant has none, as an older Logto. */
async function readDocument(
  client: TenantClient,
  api: Api,
  kept: KnownDocument | undefined,
  patience: Patience,
): Promise<KnownDocument | undefined> {
  const served = await servedDocument(client, api, kept?.etag, patience)
  if (served === 'unchanged') return kept
  return served && { etag: served.etag, operations: operationsOf(parse(served.answer)) }
}

const methods = ['get', 'post', 'put', 'patch', 'delete']

function operationsOf(document: unknown): string[] {
  const { paths } = (document ?? {}) as { paths?: unknown }
  if (typeof paths !== 'object' || paths === null) return []
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys((item ?? {}) as object)
      .filter((method) => methods.includes(method))
      .map((method) => `${method.toUpperCase()} ${path}`),
  )
}
