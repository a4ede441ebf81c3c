import { isPlainObject } from '../../base/value-path.js'
import type { Answer } from '../http/exchange.js'
import { PageWalk } from '../http/page-walk.js'
import { totalOf } from '../http/pages.js'
import type { ApiRequest } from '../request/request.js'
import { parse, rowsOf } from './printable.js'
import { notLogto } from './refusal.js'
import { refuseUnfinished } from './walk-pages.js'

/**
 * Replaces a set by a POST of the members that are new and a DELETE of each that is no longer named, below the same path.
 * The PUT itself takes members away first and is then refused where it has nothing to add, so that a set could be emptied
 * by a call that "failed". Additions come first: where they are refused, nothing has been taken away.
 * `property` holds the ids in the body; `send` throws what a refusal stands for. The answer is that of an empty PUT.
 */
export async function replaceMembers(
  property: string,
  { path, headers, body }: ApiRequest,
  send: (request: ApiRequest) => Promise<Answer>,
): Promise<Answer> {
  const wanted = new Set(body?.kind === 'json' && isPlainObject(body.value) ? (body.value[property] as string[]) : [])
  const { ids: held, answer } = await membersAt(path, headers, send)
  const added = [...wanted].filter((id) => !held.has(id))
  const removed = [...held].filter((id) => !wanted.has(id))
  if (added.length > 0) {
    await send({ method: 'POST', path, query: [], headers, body: { kind: 'json', value: { [property]: added } } })
  }
  for (const id of removed) {
    await send({ method: 'DELETE', path: `${path}/${encodeURIComponent(id)}`, query: [], headers })
  }
  return { ...answer, status: 204, text: '' }
}

/** All that the set holds, whatever number of pages that takes, and the last page's answer. */
async function membersAt(
  path: string,
  headers: ApiRequest['headers'],
  send: (request: ApiRequest) => Promise<Answer>,
): Promise<{ ids: Set<string>; answer: Answer }> {
  let answer: Answer | undefined
  const walk = new PageWalk(async (page, size) => {
    const query = [['page', String(page)] as const, ['page_size', String(size)] as const]
    answer = await send({ method: 'GET', path, query, headers })
    const rows = rowsOf(parse(answer), undefined)
    if (!rows) throw notLogto(answer)
    return { rows, ...totalOf(answer) }
  })
  const ids = new Set<string>()
  for await (const { rows } of walk.pages()) for (const row of rows) ids.add((row as { id: string }).id)
  refuseUnfinished(walk)
  return { ids, answer: answer as unknown as Answer }
}
