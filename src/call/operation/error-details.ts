import { isPlainObject } from '../../base/value-path.js'
import type { ErrorBody } from './error-body.js'

/**
 * What Logto adds to its message, tidied: nothing that the message says already, nothing empty, and of a request that
 * the tenant itself made in vain what failed, and where. Undefined where nothing is left.
 */
export function detailsOf({ details, data }: ErrorBody, message: string): unknown {
  const tidied = tidy(details)
  if (tidied !== undefined) return tidied
  if (isPlainObject(data) && Object.entries(data).every((entry) => isTold(entry, message))) return undefined
  return tidy(data)
}

function isTold([name, value]: [string, unknown], message: string): boolean {
  return typeof value === 'string' && (message.includes(value) || (name === 'name' && /Error$/.test(value)))
}

function tidy(value: unknown): unknown {
  if (value === null || value === '') return undefined
  if (typeof value !== 'object' || value === undefined) return value
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => tidy(item) ?? item)
  const kept = Object.entries(failedRequest(value as Record<string, unknown>) ?? value).flatMap(([name, item]) => {
    const tidied = tidy(item)
    return tidied === undefined ? [] : [[name, tidied]]
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** An HTTP library's error carries all of its settings (`options`), a hundred lines that are nobody's concern. */
function failedRequest({ name, code, message, options }: Record<string, unknown>): object | undefined {
  if (typeof name !== 'string' || !name.endsWith('Error') || !isPlainObject(options)) return undefined
  return { code, message, method: options.method, url: options.url }
}
