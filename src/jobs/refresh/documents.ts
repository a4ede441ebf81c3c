import type { Tenant } from '../../access/auth/tenant.js'
import { parseEndpoint } from '../../access/profiles/endpoint.js'
import { NetworkError, RefusedError } from '../../base/errors.js'
import { type ApiName, apiNames, type Documents, type OpenApiDocument } from '../../call/facts/repairs/document.js'
import { type ClientContext, type Patience, TenantClient } from '../../call/operation/tenant-client.js'
import { soundText } from '../../call/refreshed/sound-document.js'
import { UnsoundDocument } from '../../call/refreshed/unsound-document.js'
import { folderDocument } from './folder-document.js'
import { servedDocument } from './tenant-document.js'

/** The three documents, understood. */
export interface ReadDocuments {
  /** One that there is not is empty. */
  documents: Documents
  /** The APIs whose document there is. */
  documented: readonly ApiName[]
  etags: Partial<Record<ApiName, string>>
}

type Etags = ReadDocuments['etags']

/**
 * Reads a tenant's documents; undefined where all are those with the marks given. Throws a NetworkError where there are
 * none, and a RefusedError for one that cannot be Logto's.
 */
export async function readFromTenant(
  client: TenantClient,
  known: Etags,
  patience: Patience,
): Promise<ReadDocuments | undefined> {
  const first = await Promise.all(
    apiNames.map(async (api) => ({ api, served: await servedDocument(client, api, known[api], patience) })),
  )
  const marked = Object.keys(known).length > 0
  if (marked && first.every(({ api, served }) => served === 'unchanged' || (!served && !known[api]))) return undefined
  // What is kept of the others is not the whole document: it is read again.
  const read = await Promise.all(
    first.map(async ({ api, served }) => ({
      api,
      served: served === 'unchanged' ? await servedDocument(client, api, undefined, patience) : served,
    })),
  )
  const { endpoint } = client.tenant
  const texts = read.flatMap(({ api, served }) => (served && served !== 'unchanged' ? [{ api, ...served }] : []))
  if (texts.length === 0) {
    throw new NetworkError(`${endpoint.origin} publishes no API documents`, {
      code: 'openapi.unreachable',
      hint: 'update Logto, let the paths below /api/.well-known/ through to it, or name another place with --from',
    })
  }
  return {
    ...understood(
      texts.map(({ api, answer }) => ({ api, text: answer.text, source: `the ${api} document of ${endpoint.origin}` })),
    ),
    etags: Object.fromEntries(texts.flatMap(({ api, etag }) => (etag ? [[api, etag]] : []))),
  }
}

/**
 * Reads the documents of another place: a Logto's address, over https or on this machine, which gets no credentials and
 * whose redirects are not followed; or a folder. Throws a UsageError, and as `readFromTenant`.
 */
export async function readFrom(from: string, context: ClientContext, patience: Patience): Promise<ReadDocuments> {
  if (!/^https?:\/\//i.test(from)) {
    const texts = await Promise.all(apiNames.map(async (api) => ({ api, ...(await folderDocument(from, api)) })))
    return { ...understood(texts), etags: {} }
  }
  const endpoint = parseEndpoint(from, '--from')
  const tenant: Tenant = { endpoint, readOnly: [], resource: '' }
  const client = new TenantClient(tenant, patience, context)
  try {
    const read = await readFromTenant(client, {}, patience)
    if (!read) throw new Error('without a mark a document is always read')
    return { ...read, etags: {} }
  } finally {
    await client.close()
  }
}

function understood(
  texts: readonly { api: ApiName; source: string; text: string }[],
): Pick<ReadDocuments, 'documents' | 'documented'> {
  const found = new Map(texts.map(({ api, source, text }) => [api, understoodText(text, source)]))
  const of = (api: ApiName) => found.get(api) ?? nothing()
  return {
    documents: { management: of('management'), experience: of('experience'), user: of('user') },
    documented: [...found.keys()],
  }
}

function understoodText(text: string, source: string): OpenApiDocument {
  try {
    return soundText(text)
  } catch (error) {
    if (!(error instanceof UnsoundDocument)) throw error
    throw new RefusedError(`${source} is not taken: ${error.message}`, {
      code: 'openapi.unsound',
      hint: 'nothing was changed; give the address of a Logto, or a folder with its three documents',
    })
  }
}

function nothing(): OpenApiDocument {
  return { openapi: '3.0.1', info: { title: '', version: '' }, paths: {}, components: {} }
}
