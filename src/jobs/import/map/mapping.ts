import { UsageError } from '../../../base/errors.js'
import { nearest } from '../../../base/nearest.js'
import { isPlainObject } from '../../../base/value-path.js'
import { readYaml } from '../../../call/request/yaml-document.js'
import type { Values } from '../sources/source.js'

/** Where a target's value comes from. */
export interface Rule {
  target: string
  /** As it was written: a column, or a JMESPath expression; undefined where the target is to stay empty. */
  from: string | undefined
  /** Whether `from` is a column of this row. */
  isColumn(row: Values): boolean
  /** The value in a row, where it is no column. */
  search(row: Values): unknown
}

/** Targets of a mapping beside `profile.…`, `customData.…` and `identities.…`. */
export const targets = [
  ['id', 'primaryEmail', 'primaryPhone', 'username', 'name', 'avatar', 'profile', 'customData', 'isSuspended'],
  ['password', 'passwordDigest', 'passwordAlgorithm', 'identities', 'totpSecret', 'roles', 'organizations'],
  ['organizationRoles', 'emailVerified', 'phoneVerified'],
].flat()

/**
 * Reads `--map FILE`: YAML or JSON, a target to a column or a JMESPath expression (`profile.givenName: first_name`); null
 * leaves a target empty that the source would fill. `columns`: those that the input names for all rows. Throws a
 * UsageError for a target that is none, an expression that does not parse, and a column that does not exist.
 */
export async function parseMapping(text: string, columns: readonly string[]): Promise<Rule[]> {
  const read = readYaml(text)
  if ('fault' in read) throw refused(`${read.place}: this is no YAML`)
  if (!isPlainObject(read.value) || Object.keys(read.value).length === 0) {
    throw refused('it is no object of targets and columns')
  }
  const jmespath = await import('@jmespath-community/jmespath')
  return Object.entries(read.value).map(([target, from]) => {
    refuseUnknown(target)
    if (from !== null && typeof from !== 'string')
      throw refused(`${target}: name a column or write a JMESPath expression`)
    if (from === null) return { target, from: undefined, isColumn: () => false, search: () => undefined }
    const compiled = compile(target, from, columns, jmespath.compile)
    return {
      target,
      from,
      isColumn: (row) => columns.includes(from) || from in row,
      search: (row) => searched(row, (value) => jmespath.TreeInterpreter.search(compiled as never, value as never)),
    }
  })
}

function refuseUnknown(target: string): void {
  if (targets.includes(target) || /^(profile|customData|identities)\..+/.test(target)) return
  const [best] = nearest(target, targets)
  throw refused(`${target} is no target`, best === undefined ? undefined : `did you mean ${best}?`)
}

function compile(
  target: string,
  from: string,
  columns: readonly string[],
  parse: (expression: string) => unknown,
): unknown {
  // The name of a column need be no expression.
  if (columns.includes(from)) return undefined
  const isName = /^[\w ]+$/.test(from)
  if (columns.length > 0 && isName) {
    const [best] = nearest(from, columns)
    throw refused(
      `${target}: the input has no column ${from}`,
      best === undefined ? undefined : `did you mean ${best}?`,
    )
  }
  try {
    return parse(from)
  } catch (cause) {
    if (columns.length === 0 && isName) return undefined
    throw refused(`${target}: ${(cause as Error).message.split('\n')[0]}`)
  }
}

const mark = '\u{f0000}whole number '

/** JMESPath computes with doubles: whole numbers beyond them go through it as texts, so that they keep their digits. */
function searched(row: Values, search: (value: unknown) => unknown): unknown {
  return changed(search(changed(row, (part) => (typeof part === 'bigint' ? `${mark}${part}` : part))), (part) =>
    typeof part === 'string' && part.startsWith(mark) ? BigInt(part.slice(mark.length)) : part,
  )
}

function changed(value: unknown, leaf: (part: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => changed(item, leaf))
  if (!isPlainObject(value)) return leaf(value)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, changed(part, leaf)]))
}

function refused(why: string, hint?: string): UsageError {
  return new UsageError(`--map: ${why}`, {
    code: 'usage.bad_map',
    hint:
      hint ??
      `targets are ${targets.join(', ')}, and parts such as profile.givenName, customData.plan, identities.google`,
  })
}
