import { type CliFailure, PartialError } from '../../base/errors.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../facts/operation.js'
import { filled } from './filled.js'
import { parse, rowsOf } from './printable.js'
import type { TenantAnswer, TenantClient } from './tenant-client.js'

/** Statuses of a refusal that may come after the object was made; others come before. */
const lateStatuses = new Set([404, 422, 500])

/**
 * The failure of a POST that made its object and was then refused for a list in its body: what there is now, and how to go
 * on. The object is looked up by its name. The refusal itself where nothing was made, or where that cannot be told.
 */
export async function halfMade(
  client: TenantClient,
  { halfMade: fact, authority, rows: envelope }: Operation,
  { request, answer }: TenantAnswer,
  refusal: CliFailure,
): Promise<CliFailure> {
  const body = request?.body?.kind === 'json' && isPlainObject(request.body.value) ? request.body.value : {}
  // Refused because of the name, what the name finds is older.
  const isLate = lateStatuses.has(answer.status) && !/in_use|unique|duplicate/.test(refusal.code)
  if (!fact || !request || !isLate || !hasAny(body[fact.despite])) return refusal
  const query = [
    [`search.${fact.by}`, String(body[fact.by])],
    [`mode.${fact.by}`, 'exact'],
    ['isCaseSensitive', 'true'],
  ] as const
  try {
    const found = await client.send({ method: 'GET', path: request.path, query, headers: {} }, authority)
    const [made] = found.answer.status < 300 ? (rowsOf(parse(found.answer), envelope) ?? []) : []
    if (!isPlainObject(made)) return refusal
    return new PartialError(`${refusal.message}; ${filled(fact.says, made)}`, {
      ...refusal,
      hint: filled(fact.hint, made),
      cause: refusal,
    })
  } catch {
    return refusal
  }
}

function hasAny(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0
}
