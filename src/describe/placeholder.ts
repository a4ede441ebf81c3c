import { textMatching } from '../request/pattern-text.js'
import type { Limits, PropertyDescription } from './properties.js'

/** A time in the future, as epoch milliseconds: what expires should not have done so already. */
const someTime = Date.UTC(2030, 0, 1)

/** A value to be overwritten, which the property allows: its default, the first of its values, or its name in `<>`. */
export function placeholderOf(property: Pick<PropertyDescription, 'name' | 'type' | 'values' | 'default' | 'limits'>) {
  const { name, type, values, limits = {} } = property
  const known = values?.[0]
  if (property.default !== undefined && typeof property.default !== 'object') return property.default
  if (known !== undefined) return known
  switch (type.replace(/\[\]$/, '')) {
    case 'boolean':
      return false
    case 'number':
    case 'integer':
      return /(At|Time|Ts)$/.test(name) ? someTime : Math.max(limits.minimum ?? 1, Math.min(1, limits.maximum ?? 1))
    case 'object':
      return {}
    default:
      return textFor(name, limits)
  }
}

function textFor(name: string, { pattern, format, minLength = 0, maxLength = Infinity }: Limits): string {
  if (format === 'email') return 'someone@example.com'
  if (pattern !== undefined) return textMatching(pattern)
  // An entry of a free object has no name of its own.
  const text = name === '' || name.startsWith('<') ? '<value>' : `<${name}>`
  return (text.length <= maxLength ? text : name.slice(0, maxLength)).padEnd(minLength, '-')
}
