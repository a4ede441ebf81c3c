import type { Authority, FieldFact, HttpMethod, Operation, ValueType } from '../operation/operation.js'
import type { BodySchema, OperationSchema } from '../request/schema.js'
import { authorityNeeds, effectsOf, needsSentence } from './facts-in-words.js'
import { type ContentDescription, contentOf } from './properties.js'

/** All that is known of an operation's command, for people and for programs. `docs` and `schema` print parts of it. */
export interface Description {
  /** As typed: `users create`. */
  command: string
  /** Logto's operationId. */
  operation: string
  api: Operation['api']
  method: HttpMethod
  path: string
  authority: Authority
  summary: string
  description?: string
  deprecated?: true
  /** What must be there before it works, each a phrase; whose right it takes stands first. */
  needs: string[]
  /** What it destroys, replaces or hands out, each a sentence. */
  effects: string[]
  arguments: InputDescription[]
  query: InputDescription[]
  headers: InputDescription[]
  /** `required`: always in pages; `optional`: all rows unless a page is asked for. */
  paging?: 'required' | 'optional'
  /** Takes the flags of the search: `--contains`, `--search`, `--where` and others. */
  search?: true
  body?: BodyDescription
  answers: AnswerDescription[]
  examples: { description: string; command: string }[]
  /** Commands that usually come first, and those that usually follow. */
  before: RelatedCommand[]
  after: RelatedCommand[]
}

/** An argument, a query parameter or a header. */
export interface InputDescription {
  /** On the command line: `user-id`, or a flag without its dashes. */
  name: string
  /** On the wire. */
  wire: string
  type: ValueType
  required: boolean
  description: string
  list?: true
  values?: readonly string[]
  default?: FieldFact['default']
  min?: number
  max?: number
  secret?: true
  /** The command that lists its values. */
  source?: string
}

export interface BodyDescription extends ContentDescription {
  media: string
  required: boolean
  /** `fields`: properties have flags. `free`: any object. `array`: a list. `unknown`: the document does not say. */
  shape: 'fields' | 'free' | 'array' | 'unknown'
  /** Of a PATCH: adds to what is stored, or overwrites each object given. */
  patch?: 'merges' | 'replaces'
  /** JSON Schema, draft 2020-12. */
  schema: BodySchema
}

export interface AnswerDescription {
  status: number
  media?: string
  content?: ContentDescription
  schema?: BodySchema
}

export interface RelatedCommand {
  command: string
  summary?: string
}

/** Where a description comes from: the class of the command and the generated file of its operation. */
export interface DescriptionSource {
  command: string
  summary: string
  description?: string | undefined
  examples: { description: string; command: string }[]
  operation: Operation
  schema: OperationSchema
  /** What another command does, where that is known. */
  summaryOf?: (command: string) => string | undefined
}

/** Puts together all that is known of a command. Pure: reads nothing but its source. */
export function describe({ operation, schema, summaryOf, ...source }: DescriptionSource): Description {
  const { guide = {} } = schema
  const { body, paging, search, deprecated } = operation
  const { description = '' } = source
  // What help says of needs stands in a list of its own here.
  const needs = needsSentence(operation.authority, guide.needs)
  const text = needs !== '' && description.endsWith(needs) ? description.slice(0, -needs.length).trim() : description
  const related = (command: string): RelatedCommand => {
    const summary = summaryOf?.(command)
    return { command, ...(summary === undefined ? {} : { summary }) }
  }
  return {
    command: source.command,
    operation: operation.id,
    api: operation.api,
    method: operation.method,
    path: operation.path,
    authority: operation.authority,
    summary: source.summary,
    ...(text === '' ? {} : { description: text }),
    ...(deprecated ? { deprecated } : {}),
    needs: [...authorityNeeds(operation.authority), ...(guide.needs ?? [])],
    effects: effectsOf(operation),
    arguments: Object.entries(operation.args).map(([name, { wire, help, options }]) => ({
      name,
      wire,
      type: 'string',
      required: true,
      description: help,
      ...(options ? { values: options } : {}),
      ...sourceOf(guide.sources, name),
    })),
    query: Object.entries(operation.query).map(([name, field]) => inputOf(name, field, guide.sources)),
    headers: Object.entries(operation.headers ?? {}).map(([name, { wire, help }]) => ({
      name,
      wire,
      type: 'string',
      required: false,
      description: help,
    })),
    ...(paging ? { paging: paging.kind } : {}),
    ...(search ? { search } : {}),
    ...(body && schema.body ? { body: bodyOf(body, schema.body) } : {}),
    answers: schema.answers.map(answerOf),
    examples: source.examples,
    before: (guide.before ?? []).map(related),
    after: (guide.after ?? []).map(related),
  }
}

function inputOf(name: string, field: FieldFact, sources: Record<string, string> | undefined): InputDescription {
  const { wire, type, required, help, list, options, min, max, secret } = field
  return {
    name,
    wire,
    type,
    required: required === true,
    description: help,
    ...(list ? { list } : {}),
    ...(options ? { values: options } : {}),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(secret ? { secret } : {}),
    ...sourceOf(sources, name),
  }
}

function sourceOf(sources: Record<string, string> = {}, name: string): { source?: string } {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined
  return source === undefined ? {} : { source }
}

function bodyOf(
  fact: NonNullable<Operation['body']>,
  { media, required, schema }: NonNullable<OperationSchema['body']>,
): BodyDescription {
  const { shape, patch } = fact
  return { media, required, shape, ...(patch ? { patch } : {}), ...contentOf(schema, fact), schema }
}

function answerOf({ status, media, schema }: OperationSchema['answers'][number]): AnswerDescription {
  return {
    status,
    ...(media === undefined ? {} : { media }),
    ...(schema === undefined ? {} : { content: contentOf(schema), schema }),
  }
}
