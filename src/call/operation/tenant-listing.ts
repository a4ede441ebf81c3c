/** How commands are listed that a tenant's documents add: as the manifest lists all others. */

import type { Command, Interfaces } from '@oclif/core'
import type { IndexEntry } from '../facts/maker/index-entry.js'
import type { MadeCommand } from '../refreshed/made-command.js'
import type { TenantCommands } from '../refreshed/tenant-commands.js'
import type { OperationSchema } from '../request/schema.js'
import { globalFlags } from './global-flags.js'
import { madeClass } from './made-class.js'
import { argsOf, fieldFlags, flagsOf } from './oclif-shape.js'
import { widenedClass } from './widened-class.js'

/** A command in a list, as far as it is changed here. */
interface Listed {
  id: string
  flags: object
  load?: (() => Promise<Command.Class>) | undefined
}

/** A listed command that was made from a tenant's documents, with the entry that others have in the index. */
export type ListedMade = Command.Loadable & { entry: IndexEntry }

/** A made command in a list. Its class is made when it is run. */
export function listedMade(made: MadeCommand): ListedMade {
  const { command, operation, summary, description, examples, usage, entry } = made
  return {
    id: command.replaceAll(' ', ':'),
    aliases: [],
    hiddenAliases: [],
    hidden: false,
    strict: true,
    summary,
    description,
    examples,
    usage,
    args: named(argsOf(operation)) as Command.Loadable['args'],
    flags: named({ ...globalFlags, ...flagsOf(operation) }) as Command.Loadable['flags'],
    entry,
    load: async () => madeClass(made) as unknown as Command.Class,
  }
}

/**
 * The commands of the program, those that take more here with it, and the new ones behind them. `schemaOf` reads what the
 * program knows of a command's operation.
 */
export function withTenant<Each extends Listed>(
  known: readonly Each[],
  commands: TenantCommands,
  { root, schemaOf }: { root: string; schemaOf: (command: string) => OperationSchema },
): (Each | ListedMade)[] {
  const wider = new Set(commands.wider)
  const all = known.map((each): Each => {
    const command = each.id.replaceAll(':', ' ')
    if (!wider.has(command)) return each
    const { query, body } = commands.additions(command, schemaOf(command))
    const { load } = each
    return {
      ...each,
      flags: { ...each.flags, ...named({ ...fieldFlags(query), ...fieldFlags(body) }) },
      ...(load ? { load: () => loadWidened(load, command, commands, root) } : {}),
    }
  })
  const ids = new Set(known.map(({ id }) => id))
  return [
    ...all,
    ...commands
      .made()
      .map(listedMade)
      .filter(({ id }) => !ids.has(id)),
  ]
}

async function loadWidened(
  load: () => Promise<Command.Class>,
  command: string,
  commands: TenantCommands,
  root: string,
): Promise<Command.Class> {
  const known = await load()
  return (await widenedClass(known, command, commands, root)) ?? known
}

/** oclif's lists have each input with its name. */
function named(inputs: Interfaces.FlagInput | Interfaces.ArgInput): Record<string, object> {
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, { ...input, name }]))
}
