import type { Command, Config } from '@oclif/core'
import { UsageError } from '../errors.js'
import { nearest } from '../nearest.js'
import type { Operation } from '../operation/operation.js'
import { topicAliases } from '../topic-aliases.js'
import { type Catalogue, commandsOf } from './catalogue.js'

/** A command's class; `operation` is there where an operation of Logto's stands behind it. */
export type CommandClass = Command.Class & { operation?: Operation }

/** A command that was asked about. */
export interface FoundCommand {
  /** As typed: `users list`. */
  command: string
  class: CommandClass
}

const maxWords = 3

/**
 * The command that words mean: its own words (other words for topics understood), an operation id, or its name in Lua.
 * Undefined for the bare name of a topic. Throws a UsageError with the nearest names.
 */
export async function findCommand(
  words: readonly string[],
  config: Config,
  catalogue: Catalogue,
): Promise<FoundCommand | undefined> {
  const meant = wordsOf(words)
  const command = meant.join(' ')
  if (meant.length > 0 && meant.length <= maxWords) {
    const found = await classOf(command, config)
    if (found) return { command, class: found }
  }
  const [name, ...others] = plainWords(words)
  if (name !== undefined && others.length === 0) {
    const named = byOtherName(name, catalogue)
    if (named.length > 1) throw ambiguous(name, named)
    const [only] = named
    const found = only === undefined ? undefined : await classOf(only, config)
    if (only !== undefined && found) return { command: only, class: found }
    if (commandsOf(meant[0] ?? '', catalogue).length > 0) return undefined
  }
  throw unknownCommand(meant, catalogue)
}

/** The class of a command, read from its file; undefined where there is none. */
export async function classOf(command: string, config: Config): Promise<CommandClass | undefined> {
  const plugin = config.plugins.get(config.pjson.name)
  return (await plugin?.findCommand(command.replaceAll(' ', ':'))) as CommandClass | undefined
}

/** The words of a command in a row, however they were quoted, without the program's name and with the topic's real one. */
export function wordsOf(words: readonly string[]): string[] {
  const [first = '', ...rest] = plainWords(words)
  return [Object.hasOwn(topicAliases, first) ? (topicAliases[first] ?? first) : first, ...rest].filter(Boolean)
}

function plainWords(words: readonly string[]): string[] {
  const split = words.flatMap((word) => word.trim().split(/\s+/)).filter(Boolean)
  return split[0] === 'logto' ? split.slice(1) : split
}

/** Commands with this operation id or Lua name; an older Lua name may stand for several. */
function byOtherName(name: string, { index }: Catalogue): string[] {
  const same = (other: string | undefined) => other?.toLowerCase() === name.toLowerCase()
  const entries = Object.entries(index)
  const exact = entries.filter(([, { id, lua }]) => same(id) || same(lua))
  const found = exact.length > 0 ? exact : entries.filter(([, { luaAlias }]) => same(luaAlias))
  return found.map(([command]) => command)
}

function ambiguous(name: string, commands: readonly string[]): UsageError {
  return new UsageError(`${name} is a name of ${commands.length} operations`, {
    code: 'usage.ambiguous_name',
    hint: `say which command: ${commands.join(', ')}`,
  })
}

function unknownCommand(words: readonly string[], catalogue: Catalogue): UsageError {
  const [topic = '', ...rest] = words
  const inTopic = commandsOf(topic, catalogue)
  const otherNames = Object.values(catalogue.index).flatMap(({ id, lua }) => [id, lua])
  const { commands, topics } = catalogue
  const everything = [...commands.keys(), ...Object.keys(topics), ...Object.keys(topicAliases), ...otherNames]
  const verbs = inTopic.map((command) => command.slice(topic.length + 1))
  const close =
    verbs.length > 0
      ? nearest(rest.join(' '), verbs).map((verb) => `${topic} ${verb}`)
      : nearest(words.join(' '), everything)
  const more = verbs.length > 0 ? `see logto docs ${topic}` : 'see logto docs'
  return new UsageError(`no command or operation is called ${words.join(' ') || 'nothing'}`, {
    code: 'usage.unknown_command',
    hint: close.length > 0 ? `did you mean ${close.join(' or ')}?` : more,
  })
}
