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
  const meant = beforeGitBash(text)
  if (meant !== undefined) {
    throw new UsageError(`${text} is a path on this computer: Git Bash makes one of a word that begins with a slash`, {
      code: 'usage.bad_path',
      hint: `leave the first slash out: ${meant.slice(1)}; or set MSYS_NO_PATHCONV=1`,
    })
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) throw refuse('is an address, not a path: credentials stay with the tenant')
  const whole = text.startsWith('/') ? text : `/${text}`
  if (whole.startsWith('//') || whole.includes('\\')) throw refuse('leads to another host')
  if (/[\s\p{Cc}#]/u.test(whole)) throw refuse('has a character that a path may not have')
  const at = whole.indexOf('?')
  const path = at < 0 ? whole : whole.slice(0, at)
  if (path.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) throw refuse('has a dot segment')
  return { path, query: [...new URLSearchParams(at < 0 ? '' : whole.slice(at))] }
}

/**
 * The path that was typed, where Git Bash (MSYS2) took it for a file's and put its own folder before it:
 * `/api/users` became `C:/Program Files/Git/api/users`.
 */
export function beforeGitBash(text: string): string | undefined {
  const match = /^[a-z]:[\\/](?:.*?[\\/])?(?:api|oidc)(?=[\\/]|$)/i.exec(text)
  if (!match) return undefined
  const folder = match[0].replace(/(?:api|oidc)$/i, '')
  return `/${text.slice(folder.length).replaceAll('\\', '/')}`
}
