import { isPlainObject } from '../../base/value-path.js'
import type { Answer } from '../http/exchange.js'

/** Logto's error body: `{code, message, data?, details?}`. */
export interface ErrorBody {
  code?: string
  message?: string
  details?: unknown
  data?: unknown
}

/** The error body of an answer; undefined where it is none. */
export function errorBody(answer: Answer): ErrorBody | undefined {
  try {
    const body: unknown = JSON.parse(answer.text)
    if (!isPlainObject(body)) return undefined
    const { code, message, details, data } = body
    return {
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof message === 'string' ? { message } : {}),
      details,
      data,
    }
  } catch {
    return undefined
  }
}

/**
 * Logto's message as one line without a full stop. Placeholders that Logto has left in it (`{{type}}`) are filled in
 * from `data` where they stand there, and taken out where they do not.
 */
export function messageOf({ message = '', data }: ErrorBody): string {
  const values = isPlainObject(data) ? data : {}
  return (
    message
      .replace(/(:\s*)?\{\{\s*(\w+)[^}]*\}\}/g, (_, colon: string | undefined, name: string) => {
        const value = values[name] ?? (name === 'details' ? values.message : undefined)
        return typeof value === 'string' || typeof value === 'number' ? `${colon ?? ''}${value}` : ''
      })
      .replace(/\s+/g, ' ')
      .trim()
      // Says nothing before the sentence that says it.
      .replace(/^Input is invalid\. (?=\S)/, '')
      .replace(/\.$/, '')
  )
}
