/** A tenant with an audit log that a test writes, read as Logto reads its own. */

import type { Received, Reply } from '../../cli/server.js'
import { type Tenant, tenant } from '../../cli/tenant.js'

export interface LogEntry {
  id: string
  key: string
  createdAt: number
  payload: Record<string, unknown>
}

export interface LogTenant extends Tenant {
  /** Writes entries; the time of each is now unless it is given. */
  write(...entries: (Partial<LogEntry> & { id: string })[]): void
  /** Requests for the log so far. */
  asked(): Received[]
}

/**
 * Starts one that ends with the test. `instead` answers in the place of the log, or leaves it to it; `aheadMs`: by how
 * much its clock is ahead.
 */
export async function logTenant({
  instead = () => undefined,
  aheadMs = 0,
}: {
  instead?: (request: Received) => Reply | undefined
  aheadMs?: number
} = {}): Promise<LogTenant> {
  const log: LogEntry[] = []
  const now = () => Date.now() + aheadMs
  const own = await tenant((request) => {
    const reply = instead(request) ?? pageOf(log, request)
    return { ...reply, headers: { date: new Date(now()).toUTCString(), ...reply.headers } }
  })
  return {
    ...own,
    asked: () => own.received.filter(({ path }) => path === '/api/logs'),
    write(...entries) {
      for (const entry of entries) log.push({ key: 'SignIn', createdAt: now(), payload: {}, ...entry })
    },
  }
}

/** One page: bounds included, newest first, those of one millisecond by the latest writing. */
export function pageOf(log: readonly LogEntry[], { query }: Pick<Received, 'query'>): Reply {
  const asked = Object.fromEntries(query)
  const [page, size] = [Number(asked.page ?? 1), Number(asked.page_size ?? 20)]
  const rows = log
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => entry.createdAt >= Number(asked.start_time ?? 0))
    .filter(({ entry }) => entry.createdAt <= Number(asked.end_time ?? Number.POSITIVE_INFINITY))
    .filter(({ entry }) => asked.logKey === undefined || entry.key === asked.logKey)
    .filter(({ entry }) => asked.userId === undefined || entry.payload.userId === asked.userId)
    .sort((a, b) => b.entry.createdAt - a.entry.createdAt || b.index - a.index)
    .map(({ entry }) => entry)
  const isCapped = asked.enableCap === 'true' && rows.length > 10_000
  return {
    headers: {
      'total-number': String(isCapped ? 10_000 : rows.length),
      ...(isCapped ? { 'total-number-is-capped': 'true' } : {}),
    },
    body: rows.slice((page - 1) * size, page * size),
  }
}
