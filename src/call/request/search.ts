import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'

/** What the search flags say. */
export interface SearchFlags {
  contains?: string | undefined
  search?: string | undefined
  where?: string[] | undefined
  mode?: string[] | undefined
  joint?: string | undefined
  'case-sensitive'?: boolean | undefined
}

const modes = ['like', 'exact', 'similar_to', 'posix']

/**
 * The query parameters of Logto's search: `search`, `search.FIELD`, `mode`, `mode.FIELD`, `joint`, `isCaseSensitive`.
 * A field may repeat (Logto reads several values of one `exact` field as alternatives).
 * `fields` are those that can be searched. Throws a UsageError for what Logto would refuse.
 */
export function searchQuery(flags: SearchFlags, fields: readonly string[]): [string, string][] {
  const query: [string, string][] = []
  if (flags.contains !== undefined && flags.search !== undefined) {
    throw new UsageError('--contains and --search both search every field', {
      code: 'usage.search',
      hint: 'give one of them; --contains TEXT is --search %TEXT%',
    })
  }
  if (flags.contains !== undefined) query.push(['search', `%${escapeWildcards(flags.contains)}%`])
  if (flags.search !== undefined) query.push(['search', flags.search])
  for (const where of flags.where ?? []) {
    const [field, pattern] = split(where)
    if (!field || pattern === undefined) {
      throw new UsageError(`--where ${where}: the field or the pattern is missing`, {
        code: 'usage.search',
        hint: "write --where FIELD=PATTERN, such as --where 'primaryEmail=%@example.com'",
      })
    }
    refuseUnknownField(field, `--where ${where}`, fields)
    query.push([`search.${field}`, pattern])
  }
  for (const mode of flags.mode ?? []) {
    const [field, value] = mode.includes('=') ? split(mode) : [undefined, mode]
    if (value === undefined || !modes.includes(value)) {
      throw new UsageError(`--mode ${mode}: there is no such mode`, {
        code: 'usage.search',
        hint: `the modes are ${modes.join(', ')}; write --mode MODE or --mode FIELD=MODE`,
      })
    }
    if (field) refuseUnknownField(field, `--mode ${mode}`, fields)
    query.push([field ? `mode.${field}` : 'mode', value])
  }
  if (flags.joint !== undefined) query.push(['joint', flags.joint])
  if (flags['case-sensitive'] !== undefined) query.push(['isCaseSensitive', String(flags['case-sensitive'])])
  return query
}

function refuseUnknownField(field: string, given: string, fields: readonly string[]): void {
  if (fields.includes(field)) return
  const [close] = nearest(field, [...fields])
  throw new UsageError(`${given}: ${field} cannot be searched${close ? `; did you mean ${close}?` : ''}`, {
    code: 'usage.search',
    hint: `the fields are ${fields.join(', ')}; for others read all: --all --query "[?${field}==…]"`,
  })
}

/** What a pattern of LIKE means that may not be meant as one: `_` stands for any character, as in `a_b@example.com`. */
export function wildcardNotice({ search, where = [], mode = [] }: SearchFlags): string | undefined {
  const isLike = (field: string | undefined) => {
    const said =
      mode.find((one) => field !== undefined && one.startsWith(`${field}=`)) ?? mode.find((one) => !one.includes('='))
    return said === undefined || said === 'like' || said.endsWith('=like')
  }
  const patterns = [...(search === undefined ? [] : [[undefined, search] as const]), ...where.map(split)]
  const doubtful = patterns.find(
    ([field, text]) => text && /(?<!\\)_/.test(text) && !text.includes('%') && isLike(field),
  )
  if (!doubtful) return undefined
  return `in ${doubtful[1]} each _ stands for any one character: --mode exact takes it as it is`
}

/** A text in which `%` and `_` stand for themselves: Logto matches by PostgreSQL's LIKE, where a backslash escapes. */
export function escapeWildcards(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

function split(text: string): [string, string | undefined] {
  const at = text.indexOf('=')
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

/** Why a search may have found nothing: a `like` pattern without `%` matches whole values only. */
export function emptySearchHint(flags: SearchFlags): string | undefined {
  const patterns = [flags.search, ...(flags.where ?? []).map((w) => split(w)[1])].filter((p) => p !== undefined)
  const likes = !(flags.mode ?? []).some((m) => /exact|posix|similar_to/.test(m))
  if (patterns.length === 0 || !likes || patterns.some((p) => p.includes('%'))) return undefined
  return "nothing found: a pattern without '%' matches whole values only; try --contains, or '%' around the text"
}
