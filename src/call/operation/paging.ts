import { UsageError } from '../../base/errors.js'
import type { Operation } from '../facts/operation.js'
import { wholeNumber } from './settings.js'
import { type SortKey, sortKeys } from './sort-rows.js'

/** Which pages a list command fetches. */
export interface Paging {
  /** Fetch page after page (`--all`, `--limit`). */
  walk: boolean
  limit?: number | undefined
  page?: number | undefined
  pageSize?: number | undefined
  /** Every page is read first, and its rows sorted: then the first `show` of them are shown, or all. */
  sort?: { by: readonly SortKey[]; show: number | undefined; asked: boolean } | undefined
}

/** Largest page Logto answers; more is refused with `guard.invalid_pagination`. */
const maxPageSize = 100

/** Reads the paging flags. Throws a UsageError for a number out of range or flags that contradict each other. */
export function pagingOf(operation: Operation, flags: Readonly<Record<string, unknown>>): Paging {
  if (!operation.paging) return { walk: false }
  const page = wholeNumber(flags.page as string | undefined, 'page', 1, Number.MAX_SAFE_INTEGER)
  const pageSize = wholeNumber(flags['page-size'] as string | undefined, 'page-size', 1, maxPageSize)
  const limit = wholeNumber(flags.limit as string | undefined, 'limit', 1, Number.MAX_SAFE_INTEGER)
  const by = sortKeys(flags.sort as string | undefined)
  const walk = flags.all === true || limit !== undefined || by !== undefined
  if (walk && page !== undefined) {
    throw new UsageError(
      `--page and --${flags.all === true ? 'all' : by ? 'sort' : 'limit'} cannot be given together`,
      {
        code: 'usage.bad_flags',
        hint: '--page shows one page; --all, --limit and --sort begin at the first',
      },
    )
  }
  if (by) return { walk, pageSize, sort: { by, show: limit, asked: flags.all === true } }
  return { walk, limit, page, pageSize }
}
