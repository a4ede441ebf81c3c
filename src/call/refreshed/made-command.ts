import { kindOfArgument } from '../facts/kinds.js'
import type { DocumentedOperation } from '../facts/maker/documents.js'
import { factsOf } from '../facts/maker/facts.js'
import { type IndexEntry, indexEntry } from '../facts/maker/index-entry.js'
import type { CommandName, CommonNames, NamedCommand } from '../facts/maker/names.js'
import { schemaFile } from '../facts/maker/schema-file.js'
import { usageOf } from '../facts/maker/usage.js'
import type { FieldFact, Operation } from '../facts/operation.js'
import type { OperationSchema } from '../request/schema.js'
import { flagNames } from './flag-names.js'
import type { MadeName } from './name-by-rule.js'
import { sentenceOf, summaryOf, wordsIn } from './words-of-names.js'

/** A command of an operation that this program does not know, made by the code that makes all others. */
export interface MadeCommand {
  /** As typed: `users list-trusted-devices`. */
  command: string
  operation: Operation
  schema: OperationSchema
  entry: IndexEntry
  summary: string
  description: string
  usage: string
  examples: { description: string; command: string }[]
}

/** What a command is marked with wherever it is shown. */
export const mark = 'from the tenant, not reviewed'

const description =
  'Made by `logto refresh` from what the tenant says of its own API. The words are those of its names, and nobody has looked at it yet: see `logto schema` for what it takes. A write always asks first.'

/** What making a command needs beside its operation. */
export interface Making {
  common: CommonNames
  /** The GET of the same path, where there is one. */
  read: DocumentedOperation | undefined
  /** Flags that are taken. */
  flags?: readonly string[]
}

/** The command of an operation. Throws where its document is of no use. */
export function makeCommand(documented: DocumentedOperation, { command, args }: MadeName, making: Making): MadeCommand {
  const { common, read, flags = [] } = making
  const operation = prepared(documented)
  const [topic = '', verb = ''] = command.split(' ')
  const summary = `${summaryOf(verb, ownerOf(operation.path, args))} (${mark})`
  const name: CommandName = {
    operation: operation.id,
    summary,
    description,
    arguments: args,
    args: Object.fromEntries(args.map((arg) => [arg, argumentHelp(arg)])),
    rename: flagNames(operation, flags),
    flags: {},
    keywords: wordsIn(operation.id),
    scopes: [],
    ...(operation.method === 'DELETE' ? { destructive: true } : {}),
    ...(operation.answers.some(({ status }) => status.startsWith('4')) ? { rejected: 'the answer is a no' } : {}),
    ...(operation.parameters.some(({ name: wire }) => wire === verificationHeader)
      ? { verification: 'conditional' }
      : {}),
    examples: [],
  }
  name.flags = helpOf(name.rename)
  const named: NamedCommand = { topic, verb, name, within: { summary: '', commands: {} } }
  const facts: Operation = { ...factsOf(operation, named, common, read), unreviewed: true }
  return {
    command,
    operation: facts,
    schema: schemaFile(operation, named, read ? [operation, read] : [operation]) as OperationSchema,
    entry: indexEntry(facts, named),
    summary,
    description,
    usage: usageOf(facts, command),
    examples: [{ description: 'With all that it needs', command: exampleOf(command, facts) }],
  }
}

const verificationHeader = 'logto-verification-id'

/**
 * The operation with what the program itself knows and no document is asked: whose right a path needs, the proof that an
 * end user may have to give, and that lists come in pages.
 */
function prepared(operation: DocumentedOperation): DocumentedOperation {
  const { path, parameters, marks } = operation
  const api = /^\/api\/(my-account|verifications)(\/|$)/.test(path)
    ? 'user'
    : /^\/api\/experience(\/|$)/.test(path)
      ? 'experience'
      : 'management'
  const isOpen = /^\/api\/(\.well-known|status|swagger\.json)(\/|$)/.test(path)
  const { 'x-logto-made-anyway': _, ...known } = marks
  const isSearchKnown = Array.isArray(marks['x-logto-search'])
  const proves = path.startsWith('/api/my-account/')
  return {
    ...operation,
    api,
    security: isOpen ? [] : [{ [api]: [] }],
    parameters: [
      ...parameters.filter(({ name, in: place }) => place !== 'header' && (name !== 'search_params' || isSearchKnown)),
      ...(proves ? [headerOf(verificationHeader)] : []),
      ...(api === 'experience' ? [headerOf('Logto-App-Id')] : []),
    ],
    marks: { 'x-logto-paging': 'required', ...known },
  }
}

/** A header that the program knows of by itself. */
function headerOf(name: string): DocumentedOperation['parameters'][number] {
  return { name, in: 'header', schema: { type: 'string' } }
}

/** The object whose parts the command is about: `user` of `/api/users/{userId}/trusted-devices`. */
function ownerOf(path: string, args: readonly string[]): string | undefined {
  const [first] = args
  if (first === undefined || (args.length === 1 && path.endsWith('}'))) return undefined
  return kindOfArgument(first)?.noun ?? sentenceOf(first.replace(/-id$/, '').split('-')).toLowerCase()
}

function argumentHelp(name: string): string {
  const noun = kindOfArgument(name)?.noun
  if (noun !== undefined) return `ID of the ${noun}`
  const words = name.split('-')
  return words.at(-1) === 'id' && words.length > 1 ? `ID of the ${words.slice(0, -1).join(' ')}` : sentenceOf(words)
}

function helpOf(rename: CommandName['rename']): Record<string, string> {
  const all = [...(rename?.query ?? []), ...(rename?.body ?? [])]
  return Object.fromEntries(all.map(([wire, flag]) => [flag, sentenceOf(wordsIn(wire)) || wire]))
}

/** A line with all that the command cannot do without. */
function exampleOf(command: string, { args, query, body }: Operation): string {
  const given = Object.values(args).map(({ options }) => options?.[0] ?? 'u4x8k2m9p1qz')
  const needed = Object.entries(query).filter(([, field]) => field.required)
  const inBody = body && body.shape !== 'fields' ? true : Object.values(body?.fields ?? {}).some((one) => one.required)
  return [
    `logto ${command}`,
    ...given,
    ...needed.map(([flag, field]) => (field.type === 'boolean' ? `--${flag}` : `--${flag} ${sampleOf(field)}`)),
    ...(body?.media === 'multipart' ? ['--file picture.png'] : body && inBody ? ['--body @body.json'] : []),
  ].join(' ')
}

function sampleOf({ options, type }: FieldFact): string {
  if (options) return options[0] ?? ''
  return type === 'number' ? '1' : type === 'time' ? '1d' : 'text'
}
