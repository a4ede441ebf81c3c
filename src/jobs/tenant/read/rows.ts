import type { Api } from '../model/api.js'
import type { AlsoRead, Kind } from '../model/kind.js'
import type { Row } from '../model/row.js'

/** What rows may belong to, as far as its list tells it. */
interface Parent {
  ids: readonly string[]
  row: Row
}

/** Reads the rows of kinds. A list that two kinds share is asked for once. */
export class RowReader {
  private readonly lists = new Map<string, Promise<Row[]>>()

  constructor(private readonly api: Api) {}

  /** All rows of a kind; of one that belongs to another, those below a parent. */
  async rows(kind: Kind, parent?: Parent): Promise<Row[]> {
    const rows = await this.listed(kind, parent)
    return Promise.all(rows.map((row) => this.completed(kind, row, [...(parent?.ids ?? []), ...pathOf(kind, row)])))
  }

  /** The same as the list has them, without what is read for each beside it. */
  async listed(kind: Kind, parent?: Parent): Promise<Row[]> {
    const { reads, single, takes = () => true } = kind
    if (parent && reads.whenParent && !reads.whenParent(parent.row)) return []
    if (single) {
      const row = await this.api.one(reads.get ?? '')
      return row ? [row] : []
    }
    return (await this.list(kind, parent)).filter(takes)
  }

  /** A row of a list with all that is read for it. `ids`: those of its path. */
  async completed(kind: Kind, row: Row, ids: readonly string[]): Promise<Row> {
    const { each, get } = kind.reads
    const whole = each && get !== undefined ? ((await this.api.one(get, [String(row.id)])) ?? row) : row
    return this.withMore(kind, whole, ids, false)
  }

  /** An object once more as it is now; undefined when it is gone. `ids`: those of its path. */
  async again(kind: Kind, ids: readonly string[]): Promise<Row | undefined> {
    const { reads, single } = kind
    if (single) return (await new RowReader(this.api).rows(kind))[0]
    if (reads.get !== undefined) {
      const row = await this.api.one(reads.get, ids)
      return row && this.withMore(kind, row, ids, true)
    }
    const id = ids.at(-1)
    const rows = await this.api.rows(reads.list ?? '', ids.slice(0, -1), reads.query)
    const row = rows.find((each) => idOf(kind, adapted(kind, each)) === id)
    return row && this.withMore(kind, row, ids, true)
  }

  private list(kind: Kind, parent?: Parent): Promise<Row[]> {
    const { list = '', query = [], inParent } = kind.reads
    if (parent && inParent !== undefined) return Promise.resolve((parent.row[inParent] ?? []) as Row[])
    const ids = parent?.ids ?? []
    const mark = [list, ...ids, JSON.stringify(query)].join(' ')
    const known = this.lists.get(mark) ?? this.api.rows(list, ids, query)
    this.lists.set(mark, known)
    return known
  }

  private async withMore(kind: Kind, row: Row, ids: readonly string[], isAlone: boolean): Promise<Row> {
    const also = (kind.reads.also ?? []).filter(({ when, inList }) => (!inList || isAlone) && (!when || when(row)))
    const parts = await Promise.all(also.map(async (each) => [each.property, await this.more(each, ids)] as const))
    return adapted(kind, { ...row, ...Object.fromEntries(parts) })
  }

  private more({ command, document }: AlsoRead, ids: readonly string[]): Promise<unknown> {
    return document ? this.api.one(command, ids) : this.api.rows(command, ids)
  }
}

function adapted({ reads }: Kind, row: Row): Row {
  return reads.adapt ? reads.adapt(row) : row
}

/** The id of an object in the paths of requests; none for a single document. */
export function pathOf(kind: Kind, row: Row): readonly string[] {
  return kind.single ? [] : [idOf(kind, adapted(kind, row))]
}

/** What stands for an object in the paths of requests. */
export function idOf({ id }: Kind, row: Row): string {
  return id ? id(row) : String(row.id)
}
