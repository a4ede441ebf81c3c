import { UsageError } from '../../base/errors.js'

/**
 * Reads the path of a raw request: on the tenant only. Returns the path and its query. Absolute URLs, `//host`,
 * backslashes and dot segments (also percent-encoded, as URL parsers resolve them) are refused with a UsageError.
 */
export function parseApiPath(text: string): { path: string; query: [string, string][] } {
  const refuse = (why: string) =>
    new UsageError(`${text || 'an empty value'} ${why}`, {
      code: 'usage.bad_path',
      hint: 'give a path on the tenant, such as /api/users?page_size=5',
    })
  if (text === '') throw refuse('is not a path')
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) throw refuse('is an address, not a path: credentials stay with the tenant')
  const whole = text.startsWith('/') ? text : `/${text}`
  if (whole.startsWith('//') || whole.includes('\\')) throw refuse('leads to another host')
  if (/[\s\p{Cc}#]/u.test(whole)) throw refuse('has a character that a path may not have')
  const at = whole.indexOf('?')
  const path = at < 0 ? whole : whole.slice(0, at)
  if (path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) throw refuse('has a dot segment')
  return { path, query: [...new URLSearchParams(at < 0 ? '' : whole.slice(at))] }
}
