import { Refusal } from './refusal.js'
import type { Row } from './store.js'

type Test = (row: Row) => boolean
const modes = ['like', 'exact', 'similar_to', 'posix']

/**
 * The rows that Logto's search parameters ask for, or `undefined` when none is given: `search` (any field),
 * `search.FIELD`, `mode` and `mode.FIELD` (`like` with `%` and `_`, `exact`, `similar_to`, `posix`), `joint`,
 * `isCaseSensitive`. Several values of one field need the mode `exact`.
 */
export function searchTest(query: URLSearchParams, fields: readonly string[]): Test | undefined {
  const joint = query.get('joint') ?? query.get('jointMode') ?? 'or'
  if (joint !== 'or' && joint !== 'and') throw invalid('The joint mode is `or` or `and`.')
  const asked = [...new Set(query.keys())].filter((key) => key === 'search' || key.startsWith('search.'))
  const tests = asked.flatMap((key) => {
    const field = key.slice('search.'.length)
    if (field && !fields.includes(field)) throw invalid(`Search field \`${field}\` is not known.`)
    return (field ? [field] : fields).map((name) => fieldTest(name, query.getAll(key), query))
  })
  if (tests.length === 0) return undefined
  return joint === 'or' ? (row) => tests.some((test) => test(row)) : (row) => tests.every((test) => test(row))
}

function fieldTest(field: string, values: readonly string[], query: URLSearchParams): Test {
  const mode = query.get(`mode.${field}`) ?? query.get('mode') ?? 'like'
  const sensitive = ['true', '1', 'yes', 'y'].includes(query.get('isCaseSensitive') ?? '')
  if (!modes.includes(mode)) throw invalid(`Search mode \`${mode}\` is not known.`)
  if (values.includes('')) throw invalid('A search value is empty.')
  if (mode !== 'exact' && values.length > 1) throw invalid('Several search values need the mode `exact`.')
  if (mode === 'similar_to' && !sensitive) throw invalid('The mode `similar_to` needs a case-sensitive search.')
  const patterns = values.map((value) => pattern(value, mode, sensitive ? 's' : 'is'))
  return (row) => {
    const text = row[field]
    return typeof text === 'string' && patterns.some((regex) => regex.test(text))
  }
}

function pattern(value: string, mode: string, flags: string): RegExp {
  const literal = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const wild = (text: string) => text.replaceAll('%', '.*').replaceAll('_', '.')
  try {
    if (mode === 'exact') return new RegExp(`^${literal(value)}$`, flags)
    if (mode === 'like') return new RegExp(`^${wild(literal(value))}$`, flags)
    return new RegExp(mode === 'posix' ? value : `^(?:${wild(value)})$`, flags)
  } catch {
    throw invalid(`The pattern \`${value}\` cannot be read.`)
  }
}

const invalid = (why: string) => new Refusal(400, 'request.invalid_input', `Input is invalid. ${why}`, { data: {} })
