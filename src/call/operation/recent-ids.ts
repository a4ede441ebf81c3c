import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { cacheFolder } from '../../access/auth/cache-folder.js'
import { CacheFile } from '../../access/auth/token-storage.js'
import { isPlainObject } from '../../base/value-path.js'

/** A thing that was listed. */
export interface RecentId {
  id: string
  /** What people call it; empty where it has no name. */
  name: string
}

type Kept = Record<string, RecentId[]>

/** So many of a kind are kept. */
const most = 200

/** Longer than this after the last list, nothing is offered: names of people are no business of a cache. */
const dayMs = 24 * 3600_000

/** Properties that people know a thing by, the best first. */
const names = ['name', 'username', 'primaryEmail', 'primaryPhone', 'title', 'domain', 'indicator']

/**
 * What a person has seen in lists of a tenant on a terminal, by kind, newest first: for completion. A file of the cache,
 * which is of no use, and goes when it is looked at, a day after the last list.
 */
export class RecentIds {
  private readonly file: CacheFile

  constructor(endpoint: URL, env: NodeJS.ProcessEnv) {
    const name = createHash('sha256').update(endpoint.href).digest('hex').slice(0, 32)
    this.file = new CacheFile(join(cacheFolder(env), 'recent', `${name}.json`))
  }

  /** Those of a kind; none where nothing is kept, or what is kept cannot be understood. */
  async of(kind: string): Promise<readonly RecentId[]> {
    return (await this.kept())[kind] ?? []
  }

  /** Keeps the rows that have an id. A file that cannot be written is no trouble to whoever lists. */
  async keep(kind: string, rows: readonly unknown[]): Promise<void> {
    const found = rows.slice(0, most).flatMap((row): RecentId[] => {
      if (!isPlainObject(row) || typeof row.id !== 'string' || row.id === '') return []
      const name = names.map((each) => row[each]).find((value) => typeof value === 'string' && value !== '')
      return [{ id: row.id, name: String(name ?? '').slice(0, 80) }]
    })
    if (found.length === 0) return
    const kept = await this.kept()
    const ids = new Set(found.map(({ id }) => id))
    const others = (kept[kind] ?? []).filter(({ id }) => !ids.has(id))
    const text = JSON.stringify({
      version: 1,
      at: Date.now(),
      kinds: { ...kept, [kind]: [...found, ...others].slice(0, most) },
    })
    await this.file.write(text).catch(() => {})
  }

  private async kept(): Promise<Kept> {
    try {
      const text = await this.file.read()
      if (text === undefined) return {}
      const { version, at, kinds } = JSON.parse(text) as { version?: unknown; at?: unknown; kinds?: unknown }
      const isFresh = typeof at === 'number' && Math.abs(Date.now() - at) < dayMs
      if (version === 1 && isFresh && isKept(kinds)) return kinds
      await this.file.remove()
      return {}
    } catch {
      return {}
    }
  }
}

/** The kind of the things that a list has, by its path: `/api/organizations/{id}/users` lists `users`. */
export function kindListed(path: string): string {
  const [collection = '', ...before] = path
    .split('/')
    .filter((part) => part !== '' && !part.startsWith('{'))
    .reverse()
  if (collection === 'resource-scopes') return 'scopes'
  // Roles and permissions below an organization, its template or an invitation are the template's.
  const isTemplate = /^(roles|scopes)$/.test(collection) && before.some((part) => part.startsWith('organization'))
  return isTemplate ? `organization-${collection}` : collection.replace(/^organization-(?=invitations$)/, '')
}

/** The kind that an input takes ids of: `org-id`, `organization-ids` and `exclude-organization-id` take `organizations`. */
export function kindTaken(input: string): string | undefined {
  const [, own] = /^(?:exclude-|accepted-)?(.+)-ids?$/.exec(input) ?? []
  if (own === undefined) return undefined
  return `${own.replace(/\bapp$/, 'application').replace(/^org\b/, 'organization')}s`
}

function isKept(kinds: unknown): kinds is Kept {
  const isOne = (one: unknown) => isPlainObject(one) && typeof one.id === 'string' && typeof one.name === 'string'
  return isPlainObject(kinds) && Object.values(kinds).every((list) => Array.isArray(list) && list.every(isOne))
}
