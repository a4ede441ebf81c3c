import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { Tenant } from '../tenant.js'
import { columns, type Identifier } from './identifier.js'

/** The user of an identifier; addresses are compared without case. */
export function personBy(tenant: Tenant, { type, value }: Identifier): Row | undefined {
  const column = columns[type]
  const plain = (text: unknown) => (type === 'email' ? String(text ?? '').toLowerCase() : text)
  return tenant.table('users').rows.find((row) => row[column] !== null && plain(row[column]) === plain(value))
}

/** Refuses an identifier that another user has. */
export function refuseTaken(tenant: Tenant, identifier: Identifier, self?: Row): void {
  const holder = personBy(tenant, identifier)
  if (!holder || holder === self) return
  throw new Refusal(
    422,
    `user.${identifier.type}_already_in_use`,
    `This ${identifier.type} belongs to another account.`,
  )
}

/** The user of an id that a token or an interaction holds, who may be gone by now. */
export function personOfId(tenant: Tenant, id: string): Row {
  const user = tenant.table('users').get(id)
  if (!user) throw new Refusal(404, 'entity.not_found', 'There is nothing here.')
  return user
}

/** `m***e@example.com`, `****4567`: enough to recognise an address by. */
export function masked(value: string): string {
  const at = value.indexOf('@')
  return at > 0 ? `${'*'.repeat(4)}${value.slice(at)}` : `${'*'.repeat(4)}${value.slice(-4)}`
}
