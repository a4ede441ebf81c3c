import { rowsOf, successSchema } from '../../call/facts/maker/columns.js'
import type { DocumentedOperation } from '../../call/facts/maker/documents.js'
import { type Index, readCommonNames } from '../../call/refreshed/index-file.js'
import { makeCommand } from '../../call/refreshed/made-command.js'
import { type MadeName, namesByRule } from '../../call/refreshed/name-by-rule.js'
import { listedCommands } from '../find/manifest.js'
import { topicAliases } from '../find/topic-aliases.js'

/**
 * The names of new operations of which a command can be made, by method and path (`placeOf`), in an order that does not
 * depend on the server.
 */
export function namesOf(
  fresh: readonly { place: string; operation: DocumentedOperation }[],
  index: Index,
  root: string,
): Record<string, MadeName> {
  const listed = listedCommands(root)
  const argsOf = new Map(listed.map(({ id, args }) => [id.replaceAll(':', ' '), Object.keys(args)]))
  const sorted = fresh.toSorted((a, b) =>
    `${a.operation.path} ${a.place}` < `${b.operation.path} ${b.place}` ? -1 : 1,
  )
  const made = namesByRule(
    sorted.map(({ operation }) => ({ ...operation, isList: answersMany(operation) })),
    {
      known: [
        ...Object.entries(index).map(([command, { path }]) => ({ command, path, args: argsOf.get(command) ?? [] })),
        ...listed.map(({ id }) => ({ command: id.replaceAll(':', ' '), path: '', args: [] })),
      ],
      tops: new Set(['help', 'version', ...listed.filter(({ id }) => !id.includes(':')).map(({ id }) => id)]),
      aliases: topicAliases,
    },
  )
  const common = readCommonNames(root)
  return Object.fromEntries(
    sorted.flatMap(({ place, operation }, i): [string, MadeName][] => {
      const name = made[i]
      try {
        if (name) makeCommand(operation, name, { common, read: undefined })
        return name ? [[place, name]] : []
      } catch {
        return []
      }
    }),
  )
}

/** Whether an operation answers rows. */
function answersMany(operation: DocumentedOperation): boolean {
  return successSchema(operation)?.type === 'array' || rowsOf(operation, 'list') !== undefined
}
