import type { Call, Handler, Reply } from './call.js'
import { collections } from './collections.js'
import { consentHandlers } from './consent-scopes.js'
import { documentHandlers } from './documents.js'
import { fromSchema } from './example-answer.js'
import { linkHandlers } from './links.js'
import type { Entry } from './operations.js'
import { parts } from './parts.js'
import { type Missing, missing } from './refusal.js'
import { relations } from './relations.js'
import { rowHandlers } from './rows.js'
import { sessionHandlers } from './sessions.js'
import type { Row } from './store.js'

const handlers: Readonly<Record<string, Handler>> = Object.assign(
  {},
  ...collections.map(rowHandlers),
  ...relations.map(linkHandlers),
  documentHandlers,
  consentHandlers,
  parts,
  sessionHandlers,
)

/** True when the operation reads or changes state; any other is answered from its schema alone. */
export function keepsState(entry: Pick<Entry, 'method' | 'shape'>): boolean {
  return `${entry.method} ${entry.shape}` in handlers
}

/** What the operation answers: from state where the sandbox keeps it, else an example of the declared answer. */
export function perform(entry: Entry, call: Omit<Call, 'owner'>): Reply | Promise<Reply> {
  const owner = ownerOf(entry, call) ?? {}
  const handler = handlers[`${entry.method} ${entry.shape}`] ?? fromSchema
  return handler({ ...call, owner })
}

const memberRoles = /^\/api\/organizations\/\{\}\/\w+\/\{\}\/roles/
/** Lists that are empty for an unknown organization. */
const unchecked = /^GET \/api\/organizations\/\{\}\/(users|applications|jit\/email-domains)$/

/** The row below which the path lies, such as the user of `/api/users/{userId}/roles`; refuses when there is none. */
function ownerOf({ path, shape, method }: Entry, call: Omit<Call, 'owner'>): Row | undefined {
  const [, list = '', parameter] = /^(\/api\/[^/{]+)\/\{(\w+)\}\//.exec(path) ?? []
  const collection = collections.find((c) => c.path === list)
  if (!collection || parameter === 'factoryId' || shape.endsWith('/metadata') || shape.endsWith('/callback'))
    return undefined
  const id = call.path[0] ?? ''
  const row = call.tenant.table(collection.table).get(id)
  // Who is not a member is refused as such, whether the organization exists or not.
  if (row || memberRoles.test(shape) || unchecked.test(`${method} ${shape}`)) return row
  throw missing(belowKind(collection.missing ?? {}, method), collection.table, id)
}

function belowKind(kinds: NonNullable<(typeof collections)[number]['missing']>, method: string): Missing {
  if (method === 'DELETE') return kinds.belowDelete ?? kinds.below ?? 'not_found'
  if (method === 'POST' || method === 'PUT') return kinds.belowWrite ?? kinds.below ?? 'with_id'
  return kinds.below ?? 'with_id'
}
