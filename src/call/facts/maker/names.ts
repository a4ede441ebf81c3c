import type { NextFact, RefusalFact } from '../operation.js'

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
  /** Flags of wire names, where names are made by rule: those in the query and in the body are told apart. */
  rename?: Record<'query' | 'body', ReadonlyMap<string, string>>
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
