import { readdirSync, readFileSync } from 'node:fs'
import { isScalar, parseDocument, visit } from 'yaml'
import type { NextFact, Operation, RefusalFact } from '../src/call/facts/operation.js'
import { needsSentence } from '../src/jobs/describe/right.js'

/** One command of the table of names. */
export interface CommandName {
  operation: string
  summary: string
  description?: string
  /** Names of the positional arguments, in the order of the path. */
  arguments?: string[]
  /** Help for arguments and flags where the topic's does not fit. */
  args?: Record<string, string>
  flags?: Record<string, string>
  columns?: string[]
  says?: string
  /** What a refusal means whose body is the result. */
  rejected?: string
  destructive?: boolean
  /** A write that hands on no power and no data: always, or with these properties (`isSuspended=true`: and this value) alone. */
  harmless?: true | string[]
  reveals?: boolean
  /** What is said of refusals in the place of Logto's words, by Logto's code or `http.<status>`. */
  refusals?: Record<string, RefusalFact>
  /** What is said where the object was made although the request was refused: what there is, and how to go on. */
  unfinished?: { says: string; hint: string }
  /** What is said to people after an answer. */
  next?: NextFact[]
  hidden?: boolean
  /** The file below `src/` of the class that the command extends in the place of `OperationCommand`, without `.ts`. */
  base?: string
  secrets?: string[]
  texts?: string[]
  keywords?: string[]
  /** Of the end user's token: what it must have been granted for all that the command does. */
  scopes?: string[]
  /** Whether it wants a fresh proof of who the user is. */
  verification?: 'required' | 'conditional'
  /** What it needs beside the right that its API asks for, as the end of a sentence. */
  needs?: string
  /** Commands that usually come before and after it, beside those that its arguments and verb tell of. */
  before?: string[]
  after?: string[]
  examples: [string, string][]
}

/** One topic of the table of names. */
export interface TopicName {
  summary: string
  args?: Record<string, string>
  flags?: Record<string, string>
  /** Wire names whose flag would collide with a global one, and the flag they get. */
  rename?: Record<string, string>
  /** Flags for parts of the body, in every command whose body has the place: it and the help. */
  parts?: Record<string, PartName>
  /** As a command's, for all of the topic. */
  refusals?: Record<string, RefusalFact>
  commands: Record<string, CommandName>
}

/** A flag that stands for a place inside the body. */
export interface PartName {
  /** Names from the outside, joined by dots. */
  at: string
  help: string
}

/** What every topic shares. */
export interface CommonNames {
  args: Record<string, string>
  flags: Record<string, string>
  switches: string[]
  /** Columns that a switch of a query adds to the answer. */
  adds: Record<string, string[]>
  /** Query parameters that are a text to look for, in which wildcards mean nothing. */
  literals: string[]
  /** Query parameters that are points in time, and the other name of each flag. */
  times: Record<string, string>
  /** Lists of ids whose names do not say so. */
  ids: string[]
}

export interface Names {
  common: CommonNames
  topics: Map<string, TopicName>
}

/** A command with its place in the table. */
export interface NamedCommand {
  topic: string
  verb: string
  name: CommandName
  within: TopicName
}

/** Reads the table of names: one YAML file per topic, and `common.yaml`. Throws where a text is cut. */
export function readNames(folder: URL): Names {
  const read = (file: string) => readTable(readFileSync(new URL(file, folder), 'utf8'), file)
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml') && file !== 'common.yaml')
  return {
    common: read('common.yaml') as CommonNames,
    topics: new Map(files.sort().map((file) => [file.replace('.yaml', ''), read(file) as TopicName])),
  }
}

/**
 * A file of the table. YAML takes ` #` in a text without quotes for the beginning of a comment: what stands behind it
 * would be lost in silence, so that it is an error.
 */
export function readTable(text: string, file: string): unknown {
  const document = parseDocument(text)
  const [fault] = document.errors
  if (fault) throw new Error(`${file}: ${fault.message}`)
  visit(document, {
    Node(_, node) {
      if (!isScalar(node) || typeof node.comment !== 'string' || !node.range) return
      const line = text.slice(0, node.range[0]).split('\n').length
      throw new Error(`${file}, line ${line}: the text is cut at "#${node.comment}"; put it in quotes`)
    },
  })
  return document.toJS()
}

/** The older names of operations in Lua scripts, by operation id. */
export function readLuaAliases(file: URL): Map<string, string> {
  return new Map(Object.entries(parseDocument(readFileSync(file, 'utf8')).toJS() as Record<string, string>))
}

/** The commands of the table by operation id; a second name for one operation is an error. */
export function byOperation(names: Names): Map<string, NamedCommand> {
  const found = new Map<string, NamedCommand>()
  for (const [topic, within] of names.topics) {
    for (const [verb, name] of Object.entries(within.commands)) {
      const other = found.get(name.operation)
      if (other) throw new Error(`${name.operation} is named twice: ${other.topic} ${other.verb} and ${topic} ${verb}`)
      found.set(name.operation, { topic, verb, name, within })
    }
  }
  return found
}

/** The text of a command's help: what it does, and what it needs. */
export function helpText({ name }: NamedCommand, { api }: Pick<Operation, 'api'>): string {
  return [name.description?.trim() ?? '', needsSentence(api, name.needs)].filter((text) => text !== '').join(' ')
}
