import { isPlainObject } from '../../base/value-path.js'
import type { ErrorBody } from './error-body.js'

/**
 * What Logto adds to its message, without what the message says already, and of a request that the tenant itself made in
 * vain only what failed, and where. Undefined where there is nothing, or nothing but empty lists and objects.
 */
export function detailsOf({ details, data }: ErrorBody, message: string): unknown {
  if (!isEmpty(details)) return trimmed(details)
  const isTold = isPlainObject(data) && Object.entries(data).every((entry) => isSaid(entry, message))
  return isTold || isEmpty(data) ? undefined : trimmed(data)
}

function isSaid([name, value]: [string, unknown], message: string): boolean {
  return typeof value === 'string' && (message.includes(value) || (name === 'name' && /Error$/.test(value)))
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.values(value).every(isEmpty)
}

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed)
  if (!isPlainObject(value)) return value
  return failedRequest(value) ?? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, trimmed(item)]))
}

/** An HTTP library's error carries all of its settings (`options`), a hundred lines that are nobody's concern. */
function failedRequest({ name, code, message, options }: Record<string, unknown>): object | undefined {
  if (typeof name !== 'string' || !name.endsWith('Error') || !isPlainObject(options)) return undefined
  return { code, message, method: options.method, url: options.url }
}
