import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { snakeCase } from '../../base/snake-case.js'
import { inHelpOrder } from './order.js'
import { readTopics, topicSummaries } from './topics.js'

/** The operation behind a generated command (`operations/index.json`). */
interface IndexEntry {
  id: string
  api: string
  method: string
  path: string
  keywords: readonly string[]
  lua: string
  luaAlias?: string
}

/** What the manifest tells of a command. */
export interface ListedCommand {
  id: string
  summary?: string | undefined
  description?: string | undefined
  hidden?: boolean | undefined
  /** `deprecated`, or nothing. */
  state?: unknown
  args: Record<string, ListedArgument>
  flags: Record<string, ListedFlag>
  keywords?: readonly string[]
  /** False where the last argument may be given in several words. */
  strict?: boolean | undefined
  /** Of a command that was made from a tenant's documents: what the index says of all others. */
  entry?: IndexEntry
}

export interface ListedArgument {
  name: string
  description?: string | undefined
  required?: boolean | undefined
  options?: readonly string[] | undefined
}

export interface ListedFlag {
  name: string
  type: 'boolean' | 'option'
  char?: string | undefined
  /** Other names of it. */
  aliases?: readonly string[] | undefined
  description?: string | undefined
  helpValue?: string | readonly string[] | undefined
  options?: readonly string[] | undefined
  multiple?: boolean | undefined
  allowNo?: boolean | undefined
  hidden?: boolean | undefined
  /** `GLOBAL` of the flags that every command shares. */
  helpGroup?: string | undefined
}

/** One command, with all names that it is known by. */
export interface Known {
  /** As typed: `users list`. */
  command: string
  summary: string
  description: string
  /** Summary of its topic. */
  topic: string
  keywords: readonly string[]
  hidden: boolean
  deprecated: boolean
  listed: ListedCommand
  /** Made from a tenant's documents, and seen by nobody. */
  unreviewed: boolean
  /** None of a command written by hand. */
  operation?: Omit<IndexEntry, 'keywords' | 'luaAlias'> & { luaAlias?: string }
}

/** All commands of the program that stands in `root`, the hidden ones too, in the order of the help. */
export function catalogue(root: string, commands: readonly ListedCommand[]): Known[] {
  const index = JSON.parse(readFileSync(join(root, 'operations', 'index.json'), 'utf8')) as Record<string, IndexEntry>
  const topics = readTopics(root)
  const summaries = topicSummaries(topics)
  const known = new Map(
    commands.map((listed) => {
      const command = listed.id.replaceAll(':', ' ')
      const entry = Object.hasOwn(index, command) ? index[command] : listed.entry
      return [command, knownAs(command, listed, entry, summaries)]
    }),
  )
  return inHelpOrder([...known.keys()], topics).flatMap((command) => known.get(command) ?? [])
}

function knownAs(
  command: string,
  listed: ListedCommand,
  entry: IndexEntry | undefined,
  topics: ReadonlyMap<string, string>,
): Known {
  const { summary = '', description = '', hidden = false, state, keywords = [] } = listed
  return {
    command,
    summary,
    description,
    topic: topics.get(command.split(' ')[0] ?? '') ?? '',
    hidden,
    deprecated: state === 'deprecated',
    unreviewed: listed.entry !== undefined,
    listed,
    keywords: entry?.keywords ?? keywords,
    ...(entry ? { operation: operationOf(entry) } : {}),
  }
}

function operationOf({ id, api, method, path, lua, luaAlias }: IndexEntry): NonNullable<Known['operation']> {
  return { id, api, method, path, lua, ...(luaAlias === undefined ? {} : { luaAlias: snakeCase(luaAlias) }) }
}
