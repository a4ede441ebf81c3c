import { isPlainObject } from '../../../base/value-path.js'
import type { BodySchema } from '../../../call/request/schema.js'
import { namedProperties } from './forms.js'
import { NamedSecret, Secret } from './secret.js'

/** Whether two values mean the same to Logto. `isSet` names lists without an order by their place. */
export function isSame(one: unknown, other: unknown, schema: BodySchema, isSet: (place: string) => boolean): boolean {
  return plain(one, schema, isSet, '') === plain(other, schema, isSet, '')
}

/** One text for all values that mean the same: no null where the document names the property, keys in order. */
function plain(value: unknown, schema: BodySchema, isSet: (place: string) => boolean, place: string): string {
  if (value === undefined || value === null) return 'null'
  if (value instanceof Secret) return plain(value.value, schema, isSet, place)
  if (value instanceof NamedSecret) return `secret ${value.name}`
  if (Array.isArray(value)) {
    // A set without members is none.
    if (value.length === 0 && isSet(place)) return 'null'
    const items = value.map((item) => plain(item, {}, () => false, ''))
    return `[${(isSet(place) ? items.sort() : items).join()}]`
  }
  if (!isPlainObject(value)) return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
  const named = namedProperties(schema, value)
  const parts = Object.keys(value)
    .sort()
    .flatMap((name) => {
      const at = place === '' ? name : `${place}.${name}`
      const part = plain(value[name], named?.[name] ?? {}, isSet, at)
      return named && part === 'null' ? [] : [`${JSON.stringify(name)}:${part}`]
    })
  return `{${parts.join()}}`
}
