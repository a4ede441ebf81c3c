import { type Collection, collections } from './collections.js'
import { stored } from './columns.js'
import { Attempts } from './identity/attempts.js'
import { Messages } from './identity/messages.js'
import { indicesOf } from './indices.js'
import { Artifacts } from './oidc/adapter.js'
import { relations } from './relations.js'
import { Links, newId, type Row, Table } from './store.js'

/** All state of one sandbox: rows, relations and single documents, in memory. */
export class Tenant {
  readonly #tables = new Map(collections.filter((c) => !c.kind).map((c) => [c.table, tableOf(c)]))
  readonly #links = new Map(relations.map((r) => [r.link, new Links()]))
  /** Single documents by their path, such as `/api/account-center`. */
  readonly documents = new Map<string, unknown>()

  /** Tokens of `POST /api/subject-tokens` by their value; each can be exchanged once. */
  readonly subjectTokens = new Map<string, { userId: string; expiresAt: number; isConsumed: boolean }>()
  readonly attempts = new Attempts()
  /** What the OpenID provider has handed out. */
  readonly artifacts = new Artifacts()
  /** How each session began, by its uid. */
  readonly submissions = new Map<string, Row>()

  /** `accessTokenLifetime`, in seconds, takes the place of what the API resources say. */
  constructor(
    readonly messages = new Messages(),
    readonly accessTokenLifetime?: number,
  ) {}

  table(name: string): Table {
    const table = this.#tables.get(name)
    if (!table) throw new Error(`the sandbox has no table ${name}`)
    return table
  }

  links(name: string): Links {
    const links = this.#links.get(name)
    if (!links) throw new Error(`the sandbox has no relation ${name}`)
    return links
  }

  /** Adds a row with the collection's defaults. Throws what the database would not take. */
  insert(collection: Collection, given: Row, owner?: string): Row {
    const now = Date.now()
    const row: Row = {
      tenantId: 'default',
      id: '',
      createdAt: now,
      ...collection.defaults?.(now),
      ...stored(collection.table, given),
      ...collection.kind,
    }
    row.id = given.id ?? newId(collection.idLength ?? 21)
    row.tenantId = 'default'
    if (collection.owner) row[collection.owner] = owner
    return this.table(collection.table).add(row)
  }

  /** Overwrites the properties that are given. Throws what the database would not take. */
  change(name: string, row: Row, given: Row): Row {
    return this.table(name).change(row, stored(name, given))
  }

  /** Removes a row with all that belongs to it: its relations and the rows it owns. */
  remove(collection: Collection, row: Row): void {
    this.table(collection.table).remove(row)
    if (collection.owner || collection.key) return
    const id = String(row.id)
    for (const links of this.#links.values()) links.forget(id)
    for (const owned of collections) {
      if (!owned.owner || !owned.path.startsWith(`${collection.path}/`)) continue
      const table = this.table(owned.table)
      for (const child of [...table.by('owner', id)]) this.remove(owned, child)
    }
  }
}

function tableOf(collection: Collection): Table {
  return new Table(collection.table, {
    key: collection.key ?? 'id',
    // Rows that are found by name are found below their owner; rows with an id are found by it alone.
    owner: collection.key ? collection.owner : undefined,
    indices: indicesOf(collection),
    moves: collection.order === undefined,
  })
}
