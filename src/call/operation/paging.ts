import { UsageError } from '../../base/errors.js'
import type { Operation } from '../facts/operation.js'
import { wholeNumber } from './settings.js'

/** Which pages a list command fetches. */
export interface Paging {
  /** Fetch page after page (`--all`, `--limit`). */
  walk: boolean
  limit?: number | undefined
  page?: number | undefined
  pageSize?: number | undefined
}

/** Largest page Logto answers; more is refused with `guard.invalid_pagination`. */
const maxPageSize = 100

/** Reads the paging flags. Throws a UsageError for a number out of range or flags that contradict each other. */
export function pagingOf(operation: Operation, flags: Readonly<Record<string, unknown>>): Paging {
  if (!operation.paging) return { walk: false }
  const page = wholeNumber(flags.page as string | undefined, 'page', 1, Number.MAX_SAFE_INTEGER)
  const pageSize = wholeNumber(flags['page-size'] as string | undefined, 'page-size', 1, maxPageSize)
  const limit = wholeNumber(flags.limit as string | undefined, 'limit', 1, Number.MAX_SAFE_INTEGER)
  const walk = flags.all === true || limit !== undefined
  if (walk && page !== undefined) {
    throw new UsageError(`--page and --${flags.all === true ? 'all' : 'limit'} cannot be given together`, {
      code: 'usage.bad_flags',
      hint: '--page shows one page; --all and --limit begin at the first',
    })
  }
  return { walk, limit, page, pageSize }
}
