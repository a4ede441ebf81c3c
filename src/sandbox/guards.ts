import type { Entry, Schema } from './operations.js'
import { Refusal, ServerFault } from './refusal.js'
import { isRow } from './shape.js'
import { optional } from './store.js'

/** What Logto's guard wants of a body beyond the document, by `METHOD path`. */
const stricter: Readonly<Record<string, Schema>> = {
  'POST /api/users': { properties: { avatar: { format: 'url' } } },
  'PATCH /api/users/{}': { properties: { avatar: { format: 'url' } } },
  'POST /api/hooks': { properties: { events: { minItems: 1 } } },
  'PATCH /api/hooks/{}': { properties: { events: { minItems: 1 } } },
  'POST /api/one-time-tokens': { properties: { expiresIn: { minimum: 1 } } },
  'PATCH /api/sign-in-exp': {
    properties: { usernamePolicy: { required: ['minLength', 'maxLength', 'allowedChars'] } },
  },
}

type Named = Pick<Entry, 'method' | 'shape'>

/** The schemas that a body has to fit, in the order in which they are tried. */
export function guardsOf({ method, shape }: Named, schema: Schema): Schema[] {
  return [schema, ...optional(stricter[`${method} ${shape}`])]
}

/** Rows whose tenant Logto would set where a change names it, which the database refuses. */
const ownTenant =
  /^\/api\/(organizations|organization-roles|organization-scopes|resources|hooks)\/\{\}$|^\/api\/sign-in-exp$/

/** Breaks on a change that names another tenant; elsewhere the tenant of a body is dropped. */
export function checkTenant({ method, shape }: Named, body: unknown): void {
  const names = isRow(body) && body.tenantId !== undefined && body.tenantId !== 'default'
  if (method === 'PATCH' && ownTenant.test(shape) && names) throw new ServerFault()
}

/** A test message needs an address, which no schema says; the refusal does not say it either. */
export function checkAddress({ method, shape }: Named, body: unknown): void {
  if (method !== 'POST' || shape !== '/api/connectors/{}/test' || !isRow(body)) return
  if (body.email !== undefined || body.phone !== undefined) return
  throw new Refusal(400, 'guard.invalid_input', 'The request {{type}} is invalid.')
}
