import { UsageError } from '../../../base/errors.js'
import { isPlainObject } from '../../../base/value-path.js'

/** Auth0's export of password hashes, by the ID that follows `auth0|` in `user_id`. */
export class Auth0Hashes {
  private readonly unused = new Set<string>()

  private constructor(private readonly byId: ReadonlyMap<string, string>) {
    for (const id of byId.keys()) this.unused.add(id)
  }

  /**
   * Reads the rows `{_id: {$oid}, passwordHash, …}`; some lines write `_ID`. Addresses are not looked at: they differ in
   * case from the other file's. Throws a UsageError for a row that has neither, and for an ID that comes twice.
   */
  static async read(
    rows: AsyncIterable<{ line: number; values: Readonly<Record<string, unknown>>; fault?: { message: string } }>,
  ) {
    const byId = new Map<string, string>()
    for await (const { line, values, fault } of rows) {
      const key = values._id ?? values._ID
      const id = isPlainObject(key) ? key.$oid : key
      const hash = values.passwordHash
      if (fault) throw refused(`line ${line}: ${fault.message}`)
      if (typeof id !== 'string') throw refused(`line ${line} has no _id`)
      if (byId.has(id)) throw refused(`line ${line} has the _id ${id}, which an earlier line has`)
      if (typeof hash === 'string' && hash !== '') byId.set(id, hash)
    }
    return new Auth0Hashes(byId)
  }

  /** The hash of a person, by the first of these IDs that has one. */
  of(ids: readonly string[]): string | undefined {
    const id = ids.find((one) => this.byId.has(one))
    if (id === undefined) return undefined
    this.unused.delete(id)
    return this.byId.get(id)
  }

  /** How many hashes nobody has asked for. */
  get left(): number {
    return this.unused.size
  }
}

function refused(why: string): UsageError {
  return new UsageError(`--hashes: ${why}`, {
    code: 'usage.bad_value',
    hint: 'give Auth0\'s export of password hashes: lines such as {"_id":{"$oid":"…"},"passwordHash":"$2b$10$…"}',
  })
}
