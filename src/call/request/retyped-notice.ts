import { isSecretName } from '../../base/secret-names.js'
import { formatPath, type ValuePath } from '../../base/value-path.js'
import { type BodySchema, schemasAt, typesOf } from './schema.js'
import type { Retyped } from './yaml-document.js'

/** Longest list that is said one by one. */
const most = 5

/**
 * Says of what YAML read otherwise than it was written, where the schema leaves the type open: `zip: 01234` is sent as
 * the number 1234. Where the schema wants a number there is nothing to say, and a text is refused by the check.
 * `schemas` are those of the place `at` in the body that the document stands at.
 */
export function retypedNotices(
  retyped: readonly Retyped[],
  schemas: readonly BodySchema[],
  at: ValuePath = [],
): string[] {
  const open = retyped.filter(({ path, isName }) => isName || isOpen(schemasAt(schemas, path)))
  const said = open.slice(0, most).map((one) => noticeOf(one, at))
  return open.length > most ? [...said, `and ${open.length - most} more like these`] : said
}

function isOpen(schemas: readonly BodySchema[]): boolean {
  return schemas.every((schema) => typesOf(schema).length === 0 && schema.enum === undefined)
}

function noticeOf({ path, line, written, value, isName }: Retyped, at: ValuePath): string {
  const whole = [...at, ...path]
  const quotes = 'put it in quotes to send the text as it is written'
  if (isName) return `line ${line}: YAML reads the name ${written} as ${String(value)}; ${quotes}`
  const place = formatPath(whole) || 'the value'
  if (isSecretName(whole.map(String)))
    return `line ${line}: YAML reads ${place} otherwise than it is written; ${quotes}`
  const kind = value === null ? '' : typeof value === 'boolean' ? '' : 'the number '
  return `line ${line}: ${place}: ${written} is sent as ${kind}${String(value)}; ${quotes}`
}
