import type { Command } from '@oclif/core'
import type { Known } from '../find/catalogue.js'
import { type CommandFacts, type Description, describeCommand, describeOperation } from './description.js'
import type { CommandClass, FoundCommand } from './find-command.js'
import type { Neighbours } from './neighbours.js'
import { operationBehind } from './open-operation.js'

/** Describes a command that was found, by its class and the schema of its operation. */
export async function describe(found: FoundCommand, known: readonly Known[], root: string): Promise<Description> {
  const facts = factsOf(found)
  const behind = await operationBehind(found, known, root)
  if (!behind) return describeCommand(facts, { ...inputsOf(found.class), ...aroundOf(found.class) })
  const commands = new Set(known.filter(({ hidden }) => !hidden).map(({ command }) => command))
  const description = describeOperation(facts, { ...behind, commands })
  // A preset has inputs of its own, and gives some of the operation's by itself.
  if (behind.runs === found.command) return description
  const others = (names: readonly string[]) => names.filter((name) => name !== found.command)
  const around = { before: others(description.before), after: others(description.after) }
  return { ...description, ...inputsOf(found.class), headers: [], lists: [], ...around }
}

function factsOf({ command, class: { summary = '', description = '', examples = [] } }: FoundCommand): CommandFacts {
  return {
    command,
    summary,
    description,
    examples: examples.map((example) =>
      typeof example === 'string' ? { description: '', command: example } : { ...example },
    ),
  }
}

function aroundOf({ before = [], after = [] }: CommandClass): Neighbours {
  return { before: [...before], after: [...after] }
}

function inputsOf({ args = {}, flags = {} }: Command.Class): Pick<Description, 'arguments' | 'query'> {
  return {
    arguments: Object.entries(args).map(([name, { description = '', options }]) => ({
      name,
      help: description,
      ...(options ? { options } : {}),
    })),
    query: Object.entries(flags).map(([flag, { description = '', type, ...rest }]) => ({
      name: flag,
      flag,
      type: type === 'boolean' ? 'boolean' : 'string',
      help: description,
      ...('options' in rest && rest.options ? { options: [...rest.options] } : {}),
    })),
  }
}
