import { isDeepStrictEqual } from 'node:util'
import type { Page } from './pages.js'

/** Pages that all walks of one run may have fetched before they are asked for. */
export class PagesAhead {
  constructor(public free: number) {}
}

/**
 * Fetches the pages of a list before they are asked for, several at once. Pages fetched so are not read in their order,
 * and a row that is added or goes meanwhile may slip between two of them. Each such change shows in the count: then
 * what was fetched ahead is thrown away and the page is fetched again, so that all pages in use come from one state.
 */
export class ReadAhead<P extends Page> {
  private readonly early = new Map<number, Promise<P>>()
  private first: P | undefined
  private total: number | undefined
  private isOn = true
  private pageSize = 0

  constructor(
    private readonly fetchPage: (page: number, pageSize: number) => Promise<P>,
    private readonly room: PagesAhead,
  ) {}

  readonly page = async (number: number, pageSize: number): Promise<P> => {
    if (!this.isOn) return this.fetchPage(number, pageSize)
    this.pageSize = pageSize
    const held = this.taken(number)
    let page = await (held ?? this.fetchPage(number, pageSize))
    if (this.first !== undefined && page.total !== this.total) {
      this.drop()
      if (held) page = await this.fetchPage(number, pageSize)
    }
    this.first ??= page
    this.total = page.total
    this.goAhead(number)
    return page
  }

  /**
   * After a walk: whether nothing can have slipped through. Rows come first in Logto's lists of users when they are new.
   * As many new ones as the count has grown by: then none has gone, and no two changes can have hidden each other.
   */
  async isSure(): Promise<boolean> {
    const { first, total, pageSize } = this
    this.drop()
    this.isOn = false
    if (first?.total === undefined || total === undefined || total <= pageSize) return true
    const now = await this.fetchPage(1, pageSize)
    const [former] = first.rows
    const added = now.rows.findIndex((row) => isDeepStrictEqual(idOf(row), idOf(former)))
    return now.total !== undefined && added >= 0 && added === now.total - first.total
  }

  private taken(number: number): Promise<P> | undefined {
    const held = this.early.get(number)
    if (held && this.early.delete(number)) this.room.free += 1
    return held
  }

  private goAhead(number: number): void {
    if (this.total === undefined) return
    const last = Math.ceil(this.total / this.pageSize)
    for (let next = number + 1; next <= last && this.room.free > 0; next += 1) {
      if (this.early.has(next)) continue
      const fetched = this.fetchPage(next, this.pageSize)
      // Whoever asks for it hears of its failure.
      fetched.catch(() => {})
      this.early.set(next, fetched)
      this.room.free -= 1
    }
  }

  private drop(): void {
    this.room.free += this.early.size
    this.early.clear()
  }
}

function idOf(row: unknown): unknown {
  return typeof row === 'object' && row !== null && 'id' in row ? row.id : row
}
