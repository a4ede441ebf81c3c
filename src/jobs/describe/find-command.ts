import type { Command, Config } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import type { Operation } from '../../call/facts/operation.js'
import type { OperationSchema } from '../../call/request/schema.js'
import { catalogue, type Known } from '../find/catalogue.js'
import { ownTopic, withOwnWords } from '../find/own-words.js'
import { topicAliases } from '../find/topic-aliases.js'

/** A command's class. */
export type CommandClass = Command.Class & {
  /** The operation of Logto's that stands behind it. */
  operation?: Operation
  /** The operation's schema, where it is not the program's own. */
  schema?: OperationSchema
  /** Commands that usually come before and after one that is written by hand. */
  before?: readonly string[]
  after?: readonly string[]
}

/** A command that was asked about. */
export interface FoundCommand {
  /** As typed: `users list`. */
  command: string
  class: CommandClass
}

/** What words mean: a command, or the bare name of a topic. */
export type Found = { kind: 'command'; command: string } | { kind: 'topic'; topic: string }

/** A command that words begin with, and how many of them name it. */
export interface CommandIn {
  command: string
  count: number
}

/** Longest command in words: `experience sessions list`. */
const maxWords = 3

/** All commands of the program, for those that speak of others. */
export function allKnown({ root, commands }: Config): Known[] {
  return catalogue(root, commands)
}

/**
 * What words mean: a command (other words for topics understood), an operation id, a name in Lua, or a topic. Words
 * may be quoted in any way and begin with `logto`. Throws a UsageError with the nearest names.
 */
export function findNamed(words: readonly string[], known: readonly Known[]): Found {
  const typed = words.flatMap((word) => word.trim().split(/\s+/)).filter(Boolean)
  const [first = '', ...rest] = typed[0] === 'logto' ? typed.slice(1) : typed
  const own = withOwnWords([first, ...rest], isAmong(known))
  const command = own.join(' ')
  if (known.some((each) => each.command === command)) return { kind: 'command', command }
  const topic = ownTopic(first)
  if (rest.length === 0) {
    const named = byOtherName(first, known)
    const [only, ...more] = named
    if (only !== undefined && more.length === 0) return { kind: 'command', command: only }
    if (only !== undefined) throw ambiguous(first, named)
    if (verbsOf(topic, known).length > 0) return { kind: 'topic', topic }
  }
  throw unknownName(topic, rest.join(' '), known)
}

/** The longest command that the words begin with, other words for it understood; its arguments follow. */
export function commandIn(words: readonly string[], known: readonly Known[]): CommandIn | undefined {
  const isCommand = isAmong(known)
  const own = withOwnWords(words, isCommand)
  for (let count = Math.min(own.length, maxWords); count > 0; count--) {
    if (isCommand(own.slice(0, count))) return { command: own.slice(0, count).join(' '), count }
  }
  return undefined
}

function isAmong(known: readonly Known[]): (name: readonly string[]) => boolean {
  const commands = new Set(known.map(({ command }) => command))
  return (name) => commands.has(name.join(' '))
}

/** Loads the class of a command. */
export async function load(command: string, { commands }: Config): Promise<FoundCommand> {
  const id = command.replaceAll(' ', ':')
  const loaded = await commands.find((each) => each.id === id)?.load()
  if (!loaded) throw new Error(`the command ${command} is listed and has no class`)
  return { command, class: loaded as CommandClass }
}

/** Commands with this operation id or Lua name; an older Lua name may stand for several. */
function byOtherName(name: string, known: readonly Known[]): string[] {
  const same = (other: string | undefined) => other?.toLowerCase() === name.toLowerCase()
  const named = known.filter(({ operation }) => same(operation?.id) || same(operation?.lua))
  // What this program knows goes before what a tenant's documents add.
  const reviewed = named.filter(({ unreviewed }) => !unreviewed)
  const exact = reviewed.length > 0 ? reviewed : named
  const found = exact.length > 0 ? exact : known.filter(({ operation }) => same(operation?.luaAlias))
  return found.map(({ command }) => command)
}

function ambiguous(name: string, commands: readonly string[]): UsageError {
  return new UsageError(`${name} is a name of ${commands.length} operations`, {
    code: 'usage.ambiguous_name',
    hint: `say which command: ${commands.join(', ')}`,
  })
}

function unknownName(topic: string, verb: string, known: readonly Known[]): UsageError {
  const verbs = verbsOf(topic, known)
  const close =
    verbs.length > 0 ? nearest(verb, verbs).map((near) => `${topic} ${near}`) : nearest(topic, namesOf(known))
  return new UsageError(`no command or operation is called ${[topic, verb].filter(Boolean).join(' ') || 'nothing'}`, {
    code: 'usage.unknown_command',
    hint:
      close.length > 0
        ? `did you mean ${[...new Set(close.map((near) => withVerb(near, verb, known)))].join(' or ')}?`
        : `see logto docs${verbs.length > 0 ? ` ${topic}` : ''}`,
  })
}

/** A near topic with the verb, where it has it. */
function withVerb(topic: string, verb: string, known: readonly Known[]): string {
  const name = topicAliases[topic] ?? topic
  return known.some(({ command }) => command === `${name} ${verb}`) ? `${name} ${verb}` : name
}

function verbsOf(topic: string, known: readonly Known[]): string[] {
  return known
    .filter(({ command, hidden }) => !hidden && command.startsWith(`${topic} `))
    .map(({ command }) => command.slice(topic.length + 1))
}

/** Every single word that a command can be asked for by. */
function namesOf(known: readonly Known[]): string[] {
  const listed = known.filter(({ hidden }) => !hidden)
  return [
    ...listed.flatMap(({ command, operation }) => [
      command.split(' ')[0] ?? '',
      operation?.id ?? '',
      operation?.lua ?? '',
    ]),
    ...Object.keys(topicAliases),
  ].filter(Boolean)
}
