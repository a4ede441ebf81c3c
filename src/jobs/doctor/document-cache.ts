import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { cacheFolder } from '../../access/auth/cache-folder.js'
import { CacheFile } from '../../access/auth/token-storage.js'

/** The operations of one of a tenant's documents, as `GET /api/users/{userId}`, and the mark of that state. */
export interface KnownDocument {
  etag: string
  operations: readonly string[]
}

/** Documents of tenants that nobody has looked at for this long are forgotten. */
const oldMs = 30 * 24 * 3600_000

/** Longer lists are not Logto's, and not kept. */
const mostOperations = 5000

/**
 * What the API documents of one tenant named when they were read last, in the user's cache directory: a file for each
 * endpoint, 0600. One that cannot be read or written never fails a check.
 */
export class DocumentCache {
  private readonly file: CacheFile

  constructor(endpoint: URL, env: NodeJS.ProcessEnv) {
    const name = createHash('sha256').update(endpoint.href).digest('hex')
    this.file = new CacheFile(join(cacheFolder(env), 'documents', `${name}.json`), oldMs)
  }

  async read(): Promise<Record<string, KnownDocument>> {
    try {
      const kept = JSON.parse((await this.file.read()) ?? '{}') as Record<string, unknown>
      return Object.fromEntries(
        Object.entries(kept).filter((entry): entry is [string, KnownDocument] => isKnown(entry[1])),
      )
    } catch {
      return {}
    }
  }

  async write(documents: Readonly<Record<string, KnownDocument>>): Promise<void> {
    const small = Object.entries(documents).filter(([, { operations }]) => operations.length <= mostOperations)
    await this.file.write(JSON.stringify(Object.fromEntries(small))).catch(() => {})
  }
}

function isKnown(value: unknown): value is KnownDocument {
  if (typeof value !== 'object' || value === null) return false
  const { etag, operations } = value as Partial<Record<keyof KnownDocument, unknown>>
  return typeof etag === 'string' && Array.isArray(operations) && operations.every((each) => typeof each === 'string')
}
