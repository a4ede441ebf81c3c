import { UsageError } from '../errors.js'
import type { Known } from '../find/catalogue.js'
import { nearest } from '../nearest.js'

/** The command behind a name in Lua, with or without `logto_`; a name of its own beats an older one. Throws a UsageError. */
export function commandNamed(name: string, known: readonly Known[]): string {
  const bare = name.replace(/^logto_/, '')
  const own = known.find(({ operation }) => operation && (operation.lua === name || operation.lua === bare))
  if (own) return own.command
  const older = known.filter(({ operation }) => operation?.luaAlias !== undefined && operation.luaAlias === bare)
  const [only, ...more] = older
  if (only && more.length === 0) return only.command
  if (only) {
    throw new UsageError(`${name} is a name of ${older.length} operations`, {
      code: 'usage.ambiguous_name',
      hint: `say which: ${older.map(({ operation }) => operation?.lua).join(', ')}`,
    })
  }
  const close = nearest(
    bare,
    known.flatMap(({ operation }) => (operation ? [operation.lua] : [])),
  )
  throw new UsageError(`no operation is called ${name}`, {
    code: 'usage.unknown_operation',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : 'see `logto commands` for all of them',
  })
}
