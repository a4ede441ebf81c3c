import type { Tenant } from '../../access/auth/tenant.js'
import { exactJson } from '../../base/exact-json.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'
import { RequestSecrets } from '../../call/operation/request-secrets.js'
import { tenantName } from '../../call/operation/tenant-name.js'
import type { ApiRequest } from '../../call/request/request.js'
import { visibleText } from './visible.js'

/** Most characters of a text that is not ours, and most properties of a body that are shown. */
const mostQuoted = 60
const mostProperties = 6

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
  const given = [...Object.entries(args), ...propertiesOf(operation, request)]
  const whole = isScript ? ' A script asks: yes holds for all its calls of this operation, whatever they name.' : ''
  return [
    `An assistant wants to run "logto ${command}" (${operation.method} ${operation.path})`,
    ...(given.length > 0 ? [`with ${given.map(([name, value]) => `${name} ${quoted(value)}`).join(', ')}`] : []),
    `on ${tenantName(tenant)}. ${reasons.map((reason) => effects[reason]).join(' ')}${whole} Go ahead?`,
  ].join(' ')
}

function propertiesOf(operation: Operation, request: ApiRequest): [string, string][] {
  const { body } = new RequestSecrets(operation).masked(request)
  if (body === undefined || body.kind === 'file') return []
  if (!isPlainObject(body.value)) return [['body', exactJson(body.value)]]
  const texts = Object.entries(body.value).map(([name, value]): [string, string] => [
    // Names are the assistant's where the body is open.
    /^\w{1,40}$/.test(name) ? name : quoted(name),
    typeof value === 'string' ? value : exactJson(value),
  ])
  const more = texts.length - mostProperties
  return more > 0 ? [...texts.slice(0, mostProperties), ['further properties', String(more)]] : texts
}

/** A text of another's in one line, between quotes of which it has none itself. */
export function quoted(text: string): string {
  const line = visibleText(text.replace(/\s+/gu, ' ')).replaceAll('"', "'")
  const letters = [...line]
  return `"${letters.length > mostQuoted ? `${letters.slice(0, mostQuoted - 1).join('')}…` : line}"`
}
