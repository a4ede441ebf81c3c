import type { DocumentedOperation } from '../facts/maker/documents.js'
import { handledElsewhere } from '../facts/maker/facts.js'
import { kebab, propertiesOf } from '../facts/maker/fields.js'
import { reservedFlags } from '../facts/maker/reserved-flags.js'

/** Flags that single operations have beside those of their inputs. */
const ofSome = [
  ...['contains', 'search', 'where', 'mode', 'joint', 'case-sensitive', 'file', 'version'],
  ...['verification-id', 'app-id', 'expected-role', 'session-cookie', 'since', 'until'],
]

/**
 * The flag of each input in the query and of each property of the body. One that is taken, or that no command line could
 * hold, gets the name of its place before it: `body-profile`, `query-2`.
 */
export function flagNames(
  { parameters, body }: DocumentedOperation,
  others: readonly string[],
): Record<'query' | 'body', Map<string, string>> {
  const taken = new Set([...reservedFlags, ...ofSome, ...others])
  const named = (place: 'query' | 'body', wires: readonly string[]) =>
    new Map(
      wires.map((wire, i) => {
        const own = kebab(wire)
        const flag = [own, `${place}-${own}`].find((name) => isUsable(name) && !taken.has(name)) ?? `${place}-${i + 1}`
        const free = taken.has(flag) ? `${place}-${i + 1}-${taken.size}` : flag
        taken.add(free)
        return [wire, free]
      }),
    )
  const inQuery = parameters.filter((one) => one.in === 'query' && !handledElsewhere.has(one.name))
  return {
    query: named(
      'query',
      inQuery.map(({ name }) => name),
    ),
    body: named('body', [...propertiesOf(body?.schema ?? {}).keys()]),
  }
}

/** `--no-x` would switch `--x` off. */
function isUsable(flag: string): boolean {
  return /^(?!no-)[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(flag) && flag.length <= 60
}
