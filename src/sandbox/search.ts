import { Refusal, ServerFault } from './refusal.js'
import type { Row, Table } from './store.js'

type Test = (row: Row) => boolean
const modes = ['like', 'exact', 'similar_to', 'posix']

/** What is asked of one field, or of all of them where no field is named. */
interface Match {
  field: string | undefined
  mode: string
  values: readonly string[]
}

/**
 * The rows that Logto's search parameters ask for, or `undefined` when none is given: `search` (any field),
 * `search.FIELD`, `mode` and `mode.FIELD` (`like` with `%`, `_` and `\` before either, `exact`, `similar_to`,
 * `posix`), `joint`, `isCaseSensitive`. Several values of one field need the mode `exact`. A pattern that the
 * database cannot read is an error of the server.
 */
export function searchTest(query: URLSearchParams, fields: readonly string[]): Test | undefined {
  const joint = (query.get('joint') ?? query.get('jointMode')) || 'or'
  if (joint !== 'or' && joint !== 'and') throw invalid('The joint mode is `or` or `and`.')
  const sensitive = isYes(query.get('isCaseSensitive'))
  const tests = matchesOf(query).map((match) => matchTest(match, fields, sensitive))
  if (tests.length === 0) return undefined
  return joint === 'or' ? (row) => tests.some((test) => test(row)) : (row) => tests.every((test) => test(row))
}

/** `true`, `1`, `yes` and `y` are yes to Logto. */
export const isYes = (value: string | null) => ['true', '1', 'yes', 'y'].includes(value?.toLowerCase() ?? '')

/** Any parameter that begins with `search` or `mode` counts; what follows a dot is the field. */
function matchesOf(query: URLSearchParams): Match[] {
  const values = new Map<string | undefined, string[]>()
  const modeOf = new Map<string | undefined, string>()
  for (const [key, value] of query) {
    const [, field, ...more] = key.split('.')
    if (!key.startsWith('mode') && !key.startsWith('search')) continue
    if (more.length > 0) throw invalid(`\`${key}\` goes too deep: only fields of the first level are searched.`)
    if (key.startsWith('mode')) {
      if (!modes.includes(value)) throw invalid(`Search mode \`${value}\` is not known.`)
      modeOf.set(field, value)
    } else values.set(field, [...(values.get(field) ?? []), value])
  }
  return [...values].map(([field, all]) => {
    const mode = modeOf.get(field) ?? modeOf.get(undefined) ?? 'like'
    if (mode !== 'exact' && all.length > 1)
      throw invalid('Only one search value of a field, unless its mode is `exact`.')
    if (all.includes('')) throw invalid('A search value is empty.')
    return { field, mode, values: all }
  })
}

function matchTest({ field, mode, values }: Match, known: readonly string[], sensitive: boolean): Test {
  const named = field === undefined || field === '' ? undefined : camelCase(field)
  if (named !== undefined && !known.includes(named)) throw invalid(`Search field \`${field}\` is not known.`)
  if (mode === 'similar_to' && !sensitive) throw invalid('The mode `similar_to` needs a case-sensitive search.')
  const isWanted = textTest(mode, values, sensitive)
  const fields = named === undefined ? known : [named]
  return (row) =>
    fields.some((name) => {
      const text = row[name]
      return typeof text === 'string' && isWanted(text)
    })
}

function textTest(mode: string, values: readonly string[], sensitive: boolean): (text: string) => boolean {
  if (mode === 'exact') {
    const plain = (text: string) => (sensitive ? text : text.toLowerCase())
    const wanted = new Set(values.map(plain))
    return (text) => wanted.has(plain(text))
  }
  const [value = ''] = values
  const pattern = regular(mode === 'like' ? likePattern(value) : value, mode, sensitive)
  return (text) => pattern.test(text)
}

function regular(value: string, mode: string, sensitive: boolean): RegExp {
  const similar = () => `^(?:${value.replaceAll('%', '.*').replaceAll('_', '.')})$`
  try {
    const flags = `s${mode === 'posix' ? '' : 'u'}${sensitive ? '' : 'i'}`
    return new RegExp(mode === 'similar_to' ? similar() : value, flags)
  } catch {
    throw new ServerFault()
  }
}

/** A pattern of LIKE as a regular expression: `%` is any text, `_` any character, `\` takes the next as it is. */
export function likePattern(value: string): string {
  const parts = value.match(/\\?./gsu) ?? []
  if (/(^|[^\\])(\\\\)*\\$/.test(value)) throw new ServerFault()
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  const part = (text: string) => {
    if (text === '%') return '.*'
    return text === '_' ? '.' : literal(text.length > 1 && text.startsWith('\\') ? text.slice(1) : text)
  }
  return `^${parts.map(part).join('')}$`
}

/** Indices of users by the field that is searched; both of an e-mail address and of a username have no case. */
const indexed: Readonly<Record<string, string>> = {
  primaryEmail: 'email',
  primaryPhone: 'phone',
  username: 'anyCaseUsername',
}

/**
 * Rows that can match at all where a search is for exact values of fields that have an index, in the order of their
 * making; `undefined` where all rows have to be looked at.
 */
export function exactMatches(table: Table, query: URLSearchParams): Row[] | undefined {
  if (table.name !== 'users') return undefined
  const matches = matchesOf(query)
  const isFound = ({ field = '', mode }: Match) => mode === 'exact' && (field === 'id' || camelCase(field) in indexed)
  if (matches.length === 0 || !matches.every(isFound)) return undefined
  const found = matches.flatMap(({ field = '', values }) =>
    values.flatMap((value) => {
      if (field === 'id') return table.get(value) ?? table.get(value.toLowerCase()) ?? []
      return table.by(indexed[camelCase(field)] ?? '', value.toLowerCase())
    }),
  )
  return [...new Set(found)].sort((a, b) => Number(a.createdAt) - Number(b.createdAt))
}

/** Logto takes a field in any spelling: `primary_email` is `primaryEmail`. */
const camelCase = (field: string) => field.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const invalid = (why: string) => new Refusal(400, 'request.invalid_input', `Input is invalid. ${why}`, { data: {} })
