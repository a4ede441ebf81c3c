import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../errors.js'
import { loadSchema } from '../operation/load-schema.js'
import type { Operation } from '../operation/operation.js'
import { topicAliases } from '../topic-aliases.js'
import { unknownCommand } from '../unknown-command.js'
import { type Description, describe } from './description.js'
import { helpTopics } from './help-topics.js'

/** What a command's class says of itself. */
export interface CommandFacts {
  summary?: string | undefined
  description?: string | undefined
  usage?: string | string[] | undefined
  examples?: unknown
  /** The operation it stands for; none for most commands written by hand. */
  operation?: Operation
}

/** Where commands are found: the package's folder, and what loads a command's class by its name. */
export interface Commands {
  root: string
  load: (name: string) => Promise<CommandFacts | undefined>
}

/** A command that was asked about. */
export interface FoundCommand {
  /** As typed: `users suspend`. */
  name: string
  facts: CommandFacts
  /** Its operation's own command, described; absent where no operation stands behind it. */
  description?: Description
}

interface IndexEntry {
  id: string
  summary: string
  lua: string
}

/** A topic that was asked about. */
export interface FoundTopic {
  topic: string
  summary: string
  commands: { command: string; summary: string }[]
}

/**
 * Finds what words name: a command (other words for topics are understood), an operation by its id or its name in Lua
 * scripts, or a topic. Throws a UsageError that names the nearest commands.
 */
export async function findCommand(words: readonly string[], commands: Commands): Promise<FoundCommand | FoundTopic> {
  const index = await readIndex(commands.root)
  const [first = '', ...rest] = words.flatMap((word) => word.split(/\s+/)).filter((word) => word !== '')
  const typed = [Object.hasOwn(topicAliases, first) ? (topicAliases[first] as string) : first, ...rest]
  const byId = rest.length === 0 ? operationNamed(first, index) : undefined
  const name = byId ?? typed.join(' ')
  const facts = await commands.load(name)
  if (facts) return found(name, facts, commands, index)
  const topic = typed.length === 1 ? await topicNamed(name, commands.root, index) : undefined
  if (topic) return topic
  throw unknownCommand(
    typed,
    await everyCommand(commands.root),
    helpTopics.map((each) => each.name),
  )
}

/** Every topic with what it is about. */
export async function readTopics(root: string): Promise<Record<string, string>> {
  return JSON.parse(await readFile(join(root, 'operations', 'topics.json'), 'utf8')) as Record<string, string>
}

type Index = Readonly<Record<string, IndexEntry>>

async function readIndex(root: string): Promise<Index> {
  return JSON.parse(await readFile(join(root, 'operations', 'index.json'), 'utf8')) as Index
}

function operationNamed(word: string, index: Index): string | undefined {
  const wanted = word.toLowerCase()
  return Object.keys(index).find((command) => {
    const { id, lua } = index[command] as IndexEntry
    return id.toLowerCase() === wanted || lua === wanted
  })
}

async function found(name: string, facts: CommandFacts, commands: Commands, index: Index): Promise<FoundCommand> {
  const { operation } = facts
  if (!operation) return { name, facts }
  // A preset stands for an operation that has a command of its own.
  const own = Object.keys(index).find((command) => index[command]?.id === operation.id) ?? name
  const ownFacts = own === name ? facts : ((await commands.load(own)) ?? facts)
  const description = describe({
    command: own,
    summary: ownFacts.summary ?? own,
    description: ownFacts.description,
    examples: examplesOf(ownFacts),
    operation: ownFacts.operation ?? operation,
    schema: await loadSchema(commands.root, own),
    summaryOf: (command) => index[command]?.summary,
  })
  return { name, facts, description }
}

/** Examples as every command of this program writes them. */
export function examplesOf({ examples }: CommandFacts): { description: string; command: string }[] {
  return (Array.isArray(examples) ? examples : []) as { description: string; command: string }[]
}

async function topicNamed(topic: string, root: string, index: Index): Promise<FoundTopic | undefined> {
  const topics = await readTopics(root)
  const summary = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  if (summary === undefined) return undefined
  const commands = Object.entries(index)
    .filter(([command]) => command.startsWith(`${topic} `))
    .map(([command, entry]) => ({ command, summary: entry.summary }))
  return { topic, summary, commands }
}

/** For naming what was meant: the hand-written ones too. */
async function everyCommand(root: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(root, 'oclif.manifest.json'), 'utf8')) as {
    commands: Record<string, { hidden?: boolean }>
  }
  return Object.entries(manifest.commands).flatMap(([id, { hidden }]) => (hidden ? [] : [id.replaceAll(':', ' ')]))
}

/** The usage error of a topic where one command is wanted. */
export function topicIsNoCommand({ topic, commands }: FoundTopic, asking: string): UsageError {
  const example = commands.find(({ command }) => command.endsWith(' create')) ?? commands[0]
  return new UsageError(`${topic} is a topic: name one of its commands`, {
    code: 'usage.missing_argument',
    hint: `such as logto ${asking} ${example?.command ?? `${topic} list`}; logto docs ${topic} lists them`,
  })
}
