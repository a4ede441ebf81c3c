import { NetworkError, UsageError } from '../src/base/errors.js'
import type { ApiName, Documents, OpenApiDocument } from '../src/call/facts/repairs/document.js'
import { folderDocument } from '../src/jobs/refresh/folder-document.js'

/** How long a tenant may take to put one document together, in milliseconds. */
const patience = 60_000

/**
 * Reads the three documents from a tenant (`https://…`) or from a folder (`management.json` or
 * `management.openapi.json`, and so on).
 * @throws UsageError for a missing file, text that is not JSON, JSON that is not OpenAPI 3; NetworkError for a tenant
 * that does not answer
 */
export async function readDocuments(from: string): Promise<Documents> {
  const management = await readDocument(from, 'management')
  const experience = await readDocument(from, 'experience')
  const user = await readDocument(from, 'user')
  return { management, experience, user }
}

async function readDocument(from: string, api: ApiName): Promise<OpenApiDocument> {
  const { source, text } = /^https?:\/\//.test(from) ? await fetchText(from, api) : await folderDocument(from, api)
  const document = parse(source, text)
  if (!isOpenApi(document)) {
    throw new UsageError(`${source} is not an OpenAPI 3.0 document`, {
      code: 'openapi.not_openapi',
      hint: 'Give the endpoint of a Logto tenant, or a folder with its three documents.',
    })
  }
  return document
}

async function fetchText(from: string, api: ApiName): Promise<{ source: string; text: string }> {
  const source = `${from.replace(/\/+$/, '')}/api/.well-known/${api}.openapi.json`
  const hint = 'Check the endpoint: it is the address of the tenant itself, such as https://tenant.logto.app.'
  try {
    const response = await fetch(source, { signal: AbortSignal.timeout(patience) })
    if (response.ok) return { source, text: await response.text() }
    throw new NetworkError(`${source} answered ${response.status}`, { code: 'openapi.unreachable', hint })
  } catch (error) {
    if (error instanceof NetworkError) throw error
    const reason =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error)
    throw new NetworkError(`cannot reach ${source}: ${reason}`, { code: 'openapi.unreachable', hint, cause: error })
  }
}

function parse(source: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new UsageError(`${source} is not JSON: ${(error as Error).message}`, {
      code: 'openapi.not_json',
      cause: error,
    })
  }
}

/** Enough to know what kind of file it is; the whole is checked after the repairs. */
function isOpenApi(value: unknown): value is OpenApiDocument {
  if (typeof value !== 'object' || value === null) return false
  const { openapi, paths, info, components } = value as Partial<OpenApiDocument>
  return (
    [paths, info, components].every((part) => typeof part === 'object' && part !== null) &&
    /^3\.0\./.test(String(openapi))
  )
}
