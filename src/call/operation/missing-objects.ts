import { isPlainObject } from '../../base/value-path.js'
import { type Kind, kindOfList } from '../facts/kinds.js'
import type { Operation } from '../facts/operation.js'
import { givenIn } from './not-found.js'
import type { TenantAnswer, TenantClient } from './tenant-client.js'

/** Logto's codes for an id of something that does not exist, which do not say which. */
const vagueCodes = new Set(['entity.relation_foreign_key_not_found', 'entity.db_constraint_violated'])

/** So many ids are looked up at most; each takes a request. */
const mostIds = 30

/**
 * Which of the ids in a refused request stand for nothing, such as `user u1`: looked up one by one where the refusal
 * does not say. None where that cannot be told, for whatever reason: it is only asked to say the refusal better.
 */
export async function missingObjects(
  client: TenantClient,
  operation: Operation,
  sent: TenantAnswer,
  code: string | undefined,
): Promise<string[]> {
  if (operation.authority !== 'management' || code === undefined || !vagueCodes.has(code)) return []
  const asked = idsIn(operation, sent)
  if (asked.length > mostIds) return []
  const found = await Promise.all(asked.map(({ kind, id }) => exists(client, kind, id)))
  return asked.filter((_, i) => found[i] === false).map(({ kind, id }) => `${kind.noun} ${id}`)
}

function idsIn(operation: Operation, sent: TenantAnswer): { kind: Kind; id: string }[] {
  const arguments_ = givenIn({ sent, operation }).flatMap(({ kind, value }) => (kind ? [{ kind, id: value }] : []))
  const { body } = sent.request ?? {}
  const lists = body?.kind === 'json' && isPlainObject(body.value) ? Object.entries(body.value) : []
  const listed = lists.flatMap(([property, value]) => {
    const kind = kindOfList(property)
    const ids = Array.isArray(value) ? value.filter((id) => typeof id === 'string' && id !== '') : []
    return kind ? ids.map((id: string) => ({ kind, id })) : []
  })
  return [...arguments_, ...listed]
}

async function exists(client: TenantClient, { path }: Kind, id: string): Promise<boolean | undefined> {
  try {
    const request = { method: 'GET' as const, path: `${path}/${encodeURIComponent(id)}`, query: [], headers: {} }
    const { answer } = await client.send(request, 'management')
    return answer.status !== 404
  } catch {
    return undefined
  }
}
