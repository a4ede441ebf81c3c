import type { Config, Interfaces } from '@oclif/core'
import { UsageError } from '../../../base/errors.js'
import type { Operation } from '../../../call/facts/operation.js'
import { OperationCommand, type Preset } from '../../../call/operation/operation-command.js'
import type { OperationSchema } from '../../../call/request/schema.js'
import { allKnown, type CommandClass, commandIn, findNamed, load } from '../../describe/find-command.js'

/** A command that a batch can run: one that calls one operation. */
export interface Target {
  /** As typed: `users delete`. */
  command: string
  summary: string
  operation: Operation
  preset: Preset | undefined
  /** Of a command that was made from the tenant's documents, or takes more by them. */
  schema: OperationSchema | undefined
  args: Interfaces.ArgInput
  flags: Interfaces.FlagInput
}

/** Flags of single commands that mean nothing for many. */
const single = ['all', 'limit', 'sort']

/**
 * The command that the leading words name, and what follows them. Throws a UsageError for words that are no command, and
 * for commands that do more than one call.
 */
export async function targetOf(argv: readonly string[], config: Config): Promise<{ target: Target; rest: string[] }> {
  const end = argv.findIndex((word) => word.startsWith('-'))
  const words = end < 0 ? argv : argv.slice(0, end)
  if (words.length === 0) {
    throw new UsageError('batch needs the command to run for each row', {
      code: 'usage.missing_argument',
      hint: 'such as logto batch users suspend --input ids.txt; flags stand behind the command',
    })
  }
  const known = allKnown(config)
  const found = commandIn(words, known)
  if (found) {
    const { class: command } = await load(found.command, config)
    return { target: oneCall(found.command, command), rest: argv.slice(found.count) }
  }
  findNamed(words.slice(0, 2), known)
  throw new UsageError(`${words.join(' ')} is no command`, {
    code: 'usage.unknown_command',
    hint: 'name the command before its arguments: logto batch users suspend',
  })
}

/** The facts of a command of one operation. Throws a UsageError for any other. */
export function oneCall(command: string, found: CommandClass): Target {
  const { prototype, operation } = found
  const isOneCall = prototype instanceof OperationCommand && prototype.run === OperationCommand.prototype.run
  if (!operation || !isOneCall) throw unfit(command, 'it does more, or something else, than one call of the API')
  if (operation.authority === 'interaction') throw unfit(command, 'it acts on the one sign-in that is under way')
  const { preset, schema } = found as unknown as typeof OperationCommand
  const flags = Object.fromEntries(Object.entries(found.flags ?? {}).filter(([name]) => !single.includes(name)))
  return { command, summary: found.summary ?? command, operation, preset, schema, args: found.args ?? {}, flags }
}

function unfit(command: string, why: string): UsageError {
  return new UsageError(`${command} cannot be run for many rows: ${why}`, {
    code: 'bulk.unfit_command',
    hint: 'a script can do more: logto lua --help',
  })
}
