import { isDeepStrictEqual } from 'node:util'
import { exactJson } from '../../base/exact-json.js'
import { HashedSet } from '../../base/hashed.js'
import { isPlainObject } from '../../base/value-path.js'
import { largestPage, type Page, type WalkOptions } from './pages.js'

/** How often a whole list is read again where rows have moved in it. */
const mostRepeats = 3

/** A page of a walk: `rows` are those that had not come before, at these places of the page as it was sent. */
export type NewRows<P extends Page> = P & { places: readonly number[] }

/** Rows of the list, counted from 0, that are known to have come: from `start` up to `end`. */
interface Span {
  start: number
  end: number
}

/**
 * Walks a paged list by page number, while others may change it. Whole means every row that was there from beginning to
 * end, once: a row that comes again is dropped, and pages are read again only where a row may have moved past.
 *
 * Logto pages by offset. A row that is added before the window pushes rows into it again, which costs nothing. A row
 * that goes makes those behind it move up, past a border: the count falls, and what is known to have come shrinks by as
 * much, so that the page before is read again. A list without an order, or one that counts more rows than came, is read
 * again as a whole, at most three times; what then remains unknown is `missing`.
 */
export class PageWalk<P extends Page> {
  /** After the walk: how many rows may be missing. */
  missing = 0

  private readonly seen = new HashedSet()
  private readonly pageSize: number
  private readonly limit: number
  private readonly before: number
  private readonly isSure: () => Promise<boolean>
  /** Rows yielded. */
  private given = 0
  private total: number | undefined
  /** Rows came again that additions before the window do not explain: the list has no order, or has another. */
  private isStrange = false
  /** The count has changed since the first page. */
  private hasMoved = false
  /** Rows that came again since others were added before them. */
  private pushed = 0
  private furthest: { number: number; keys: readonly string[] } | undefined

  constructor(
    private readonly fetchPage: (page: number, pageSize: number) => Promise<P>,
    {
      limit = Number.POSITIVE_INFINITY,
      pageSize = largestPage,
      firstPage = 1,
      isSure = async () => true,
    }: WalkOptions = {},
  ) {
    this.limit = limit
    this.isSure = isSure
    this.pageSize = Math.min(pageSize, Math.max(limit, 1))
    this.before = (firstPage - 1) * this.pageSize
  }

  /** Yields page after page, each when it has come, never an empty one; the last is cut to the limit. */
  async *pages(): AsyncGenerator<NewRows<P>> {
    yield* this.inOrder(false)
    if (this.given < this.limit && !(await this.isSure())) yield* this.inOrder(true)
    for (let repeat = 0; repeat < mostRepeats && this.lacking() > 0; repeat += 1) yield* this.again()
    this.missing = this.lacking()
  }

  /**
   * From the first page to the last. The walk ends: at the limit; at an empty page; when all rows that the server counts
   * are known to have come; without a count, at a short page. A capped count is no end. A list that has doubled since
   * the first page is not followed for ever, and a server that counts nothing and gives the same page again does not
   * know pages. `isRepeat`: rows that came before are expected to come again.
   */
  private async *inOrder(isRepeat: boolean): AsyncGenerator<NewRows<P>> {
    let safe = this.before
    let ahead: Span | undefined
    let most = Number.POSITIVE_INFINITY
    let left = Number.POSITIVE_INFINITY
    let last: readonly unknown[] = []
    for (let number = this.before / this.pageSize + 1; this.given < this.limit; ) {
      const page = await this.fetchPage(number, this.pageSize)
      const isCounted = page.total !== undefined && !page.capped
      const risen = this.count(page)
      const fallen = Math.max(-risen, 0)
      const isEnd = page.rows.length === 0 && fallen === 0
      if (isEnd || (!isCounted && isDeepStrictEqual(page.rows, last))) return
      last = page.rows
      const fresh = this.freshOf(page, number, isRepeat)
      if (fresh.rows.length > 0) yield fresh
      if (!isCounted) {
        if (!page.capped && page.rows.length !== this.pageSize) return
        number += 1
        continue
      }
      const total = page.total ?? 0
      most = Math.min(most, 2 * total)
      left = Math.min(left, 4 * Math.ceil(total / this.pageSize) + 8) - 1
      const start = (number - 1) * this.pageSize
      // What came before the count changed may lie that much further up now, or further down.
      safe = Math.max(safe - fallen, this.before)
      if (ahead) ahead = { start: ahead.start + Math.max(risen, 0), end: ahead.end - fallen }
      const here = { start, end: start + page.rows.length }
      if (start > safe) ahead = { start, end: Math.max(here.end, ahead?.end ?? 0) }
      else safe = Math.max(safe, here.end)
      if (ahead && ahead.start <= safe) {
        // A count that is as it was may hide as many changes one way as the other: what lies behind is read again. Under
        // a count that never rests that would have no end.
        if (risen !== 0) safe = Math.max(safe, ahead.end)
        ahead = undefined
      }
      if (safe >= total) return
      if (safe >= most) return this.followNoFurther()
      const next = Math.floor(safe / this.pageSize) + 1
      // A page that is shorter than the count says, or a count that never rests: on to the next, and the rest by repeats.
      const isStuck = (next === number && fallen === 0) || left <= 0
      if (isStuck) safe = Math.max(safe, number * this.pageSize)
      number = isStuck ? Math.floor(safe / this.pageSize) + 1 : next
    }
  }

  /** A list that grows faster than it is read has no end to wait for. */
  private followNoFurther(): void {
    this.total = undefined
  }

  /** The whole list once more, as long as rows are lacking. */
  private async *again(): AsyncGenerator<NewRows<P>> {
    for (let number = this.before / this.pageSize + 1; this.given < this.limit && this.lacking() > 0; number += 1) {
      const page = await this.fetchPage(number, this.pageSize)
      this.count(page)
      if (page.rows.length === 0) return
      const fresh = this.freshOf(page, number, true)
      if (fresh.rows.length > 0) yield fresh
      if (number * this.pageSize >= (page.total ?? 0)) return
    }
  }

  /** Rows that the server counts and that have not come. Those that were pushed in meanwhile need not. */
  private lacking(): number {
    if (this.total === undefined || this.given >= this.limit) return 0
    const known = this.before + this.seen.size + (this.isStrange ? 0 : this.pushed)
    return Math.max(this.total - known, 0)
  }

  /** Notes the count of a page, and says by how much it has risen: less than 0 where it has fallen. */
  private count({ total, capped }: Page): number {
    const former = this.total
    this.total = capped ? undefined : total
    if (former === undefined || this.total === undefined || former === this.total) return 0
    this.hasMoved = true
    return this.total - former
  }

  private freshOf(page: P, number: number, isRepeat = false): NewRows<P> {
    const keys = page.rows.map(keyOf)
    const isNext = this.furthest?.number === number - 1 && !isRepeat
    // Where the count stands still, nothing was added.
    const mayBePushed = isNext && (this.hasMoved || this.total === undefined)
    const pushed = mayBePushed ? overlap(this.furthest?.keys ?? [], keys) : 0
    const places: number[] = []
    let repeated = 0
    for (const [place, key] of keys.entries()) {
      if (this.isNew(key, place, isRepeat || place < pushed)) places.push(place)
      else repeated += 1
    }
    this.pushed += pushed
    if (isNext && repeated > pushed) this.isStrange = true
    if (number >= (this.furthest?.number ?? 0)) this.furthest = { number, keys }
    const wanted = places.slice(0, this.limit - this.given)
    this.given += wanted.length
    return { ...page, rows: wanted.map((place) => page.rows[place]), places: wanted }
  }

  /** Rows without an id that look alike are two where nothing tells that one of them moved. */
  private isNew(key: string, place: number, mayHaveMoved: boolean): boolean {
    if (this.seen.add(key)) return true
    if (key.startsWith(idMark) || mayHaveMoved || this.hasMoved) return false
    return this.seen.add(`${key} ${this.given} ${place}`)
  }
}

const idMark = 'id:'

/** What tells a row from others: its id, or all that it holds. */
function keyOf(row: unknown): string {
  if (isPlainObject(row) && (typeof row.id === 'string' || typeof row.id === 'number')) return `${idMark}${row.id}`
  return exactJson(row)
}

/** How many rows at the begin of a page are those at the end of the page before. */
function overlap(former: readonly string[], keys: readonly string[]): number {
  for (let start = former.indexOf(keys[0] ?? ''); start >= 0; start = former.indexOf(keys[0] ?? '', start + 1)) {
    const length = former.length - start
    if (length <= keys.length && former.slice(start).every((key, at) => key === keys[at])) return length
  }
  return 0
}
