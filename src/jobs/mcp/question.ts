import type { Tenant } from '../../access/auth/tenant.js'
import { exactJson } from '../../base/exact-json.js'
import { formatPath, isPlainObject, type ValuePath } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'
import { RequestSecrets } from '../../call/operation/request-secrets.js'
import { tenantName } from '../../call/operation/tenant-name.js'
import type { ApiRequest } from '../../call/request/request.js'
import { visibleText } from './visible.js'

/** Most characters of a text that is not ours, and most values that are shown. */
const mostQuoted = 60
const mostValues = 12

/** Why somebody is asked. */
export type Reason = 'destroys' | 'hands on'

/** What is asked about. */
export interface Deed {
  /** The command, as typed: `users delete`. */
  command: string
  operation: Operation
  args: Readonly<Record<string, string>>
  request: ApiRequest
  reasons: readonly Reason[]
  /** A script may do it again, with other arguments, without a further question. */
  isScript: boolean
}

const effects: Readonly<Record<Reason, string>> = {
  destroys: 'It destroys something.',
  'hands on': 'It can hand on power or data: rights, secrets, addresses, or what people see as they sign in.',
}

/**
 * The question to the person: our words, the operation, the tenant, and what is given, with secrets masked. Whatever
 * somebody else may have written is quoted and cut.
 */
export function question(tenant: Tenant, { command, operation, args, request, reasons, isScript }: Deed): string {
  const given = [...Object.entries(args), ...valuesOf(operation, request)]
  const whole = isScript ? ' A script asks: yes holds for all its calls of this operation, whatever they name.' : ''
  return [
    `An assistant wants to run "logto ${command}" (${operation.method} ${operation.path})`,
    ...(given.length > 0 ? [`with ${given.map(([name, value]) => `${name} ${quoted(value)}`).join(', ')}`] : []),
    `on ${tenantName(tenant)}. ${reasons.map((reason) => effects[reason]).join(' ')}${whole} Go ahead?`,
  ].join(' ')
}

/** What the request says beside its path, a name and a value each; what may hand on something comes first. */
function valuesOf(operation: Operation, request: ApiRequest): [string, string][] {
  const { query, body } = new RequestSecrets(operation).masked(request)
  const given = body === undefined || body.kind === 'file' ? [] : leavesOf(inOrderOfWeight(body.value, operation), [])
  const values = [...query.map(([name, value]): [string, string] => [shownName([name]), value]), ...given]
  const more = values.length - mostValues
  return more > 0 ? [...values.slice(0, mostValues), ['further values', String(more)]] : values
}

/** A body with its harmless properties behind the others: none is hidden by a number of them. */
function inOrderOfWeight(value: unknown, { harmless = [] }: Operation): unknown {
  if (!isPlainObject(value) || harmless === true) return value
  const weight = ([name]: [string, unknown]) => (harmless.includes(name) ? 1 : 0)
  return Object.fromEntries(Object.entries(value).sort((one, other) => weight(one) - weight(other)))
}

/** Each single value by its path: a long list shows what is in it, and not its beginning alone. */
function leavesOf(value: unknown, path: ValuePath): [string, string][] {
  const parts: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isPlainObject(value)
      ? Object.entries(value)
      : []
  if (parts.length > 0) return parts.flatMap(([name, part]) => leavesOf(part, [...path, name]))
  return [[shownName(path), typeof value === 'string' ? value : exactJson(value)]]
}

/** Names are the assistant's where the body is open. */
function shownName(path: ValuePath): string {
  if (path.length === 0) return 'body'
  const name = formatPath(path)
  return /^[\w.[\]-]{1,80}$/.test(name) ? name : quoted(name)
}

/** A text of another's in one line, between quotes of which it has none itself. */
export function quoted(text: string): string {
  const line = visibleText(text.replace(/\s+/gu, ' ')).replaceAll('"', "'")
  const letters = [...line]
  return `"${letters.length > mostQuoted ? `${letters.slice(0, mostQuoted - 1).join('')}…` : line}"`
}
