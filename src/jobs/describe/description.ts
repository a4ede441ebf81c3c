import type { Operation } from '../../call/facts/operation.js'
import type { BodySchema, OperationSchema } from '../../call/request/schema.js'
import { type FieldView, fieldsOf, typeText, type Variant, variantsOf } from './fields.js'
import { type Neighbours, neighboursOf } from './neighbours.js'
import { needsSentence, rightText } from './right.js'

/** What is known of a command apart from its operation. */
export interface CommandFacts {
  /** As typed: `users create`. */
  command: string
  summary: string
  description: string
  examples: readonly { description: string; command: string }[]
}

/** An input with its help. */
export interface Input {
  name: string
  help: string
}

/** A body or an answer: its form, and what is in it. */
export interface Shape {
  type: string
  fields?: FieldView[]
  variants?: Variant[]
}

/** An operation in our words: the document of `logto docs --json`, and what scripts read. Its shape is public. */
export interface Description extends Neighbours {
  command: string
  summary: string
  description: string
  examples: readonly { description: string; command: string }[]
  operation?: {
    id: string
    api: Operation['api']
    method: string
    path: string
    /** The command that was made for it, where this one is a preset. */
    runs?: string
    deprecated?: true
    /** Made from the tenant's documents. */
    reviewed?: false
  }
  /** Whose right it needs, and what else, in words. */
  needs: string[]
  /** What it destroys or replaces, or must not be forgotten, in words. */
  warnings: string[]
  /** How rows are paged and searched, in words. */
  lists: string[]
  arguments: (Input & { options?: readonly string[] })[]
  query: FieldView[]
  headers: (Input & { flag: string })[]
  body?: Shape & { media: string; required: boolean }
  answers: (Shape & { status: number; media?: string })[]
}

/** What describes an operation beside its command. */
export interface OperationFacts {
  operation: Operation
  schema: OperationSchema
  /** The command made for the operation. */
  runs: string
  /** All commands there are. */
  commands: ReadonlySet<string>
}

/** Describes a command that no single operation stands behind. */
export function describeCommand(
  facts: CommandFacts,
  { arguments: args, query, before, after }: Pick<Description, 'arguments' | 'query' | 'before' | 'after'>,
): Description {
  const nothing = { needs: [], warnings: [], lists: [] }
  return { ...facts, ...nothing, arguments: args, query, headers: [], answers: [], before, after }
}

/** Describes the operation of a command from its facts alone. */
export function describeOperation(facts: CommandFacts, given: OperationFacts): Description {
  const { operation, schema, runs, commands } = given
  const { id, api, method, path } = operation
  return {
    ...facts,
    // Help ends with what is a list of its own here.
    description: withoutEnd(facts.description, needsSentence(api, schema.needs)),
    operation: {
      id,
      api,
      method,
      path,
      ...(runs === facts.command ? {} : { runs }),
      ...(operation.deprecated ? { deprecated: true as const } : {}),
      ...(operation.unreviewed ? { reviewed: false as const } : {}),
    },
    needs: [rightText(operation.authority), ...(schema.needs === undefined ? [] : [schema.needs])],
    warnings: warningsOf(operation, runs),
    lists: listsOf(operation),
    arguments: Object.entries(operation.args).map(([name, { help, options }]) => ({
      name,
      help,
      ...(options ? { options } : {}),
    })),
    query: queryFields(operation, schema),
    headers: Object.entries(operation.headers ?? {}).map(([flag, { wire, help }]) => ({ name: wire, flag, help })),
    ...bodyOf(operation, schema),
    answers: answersOf(schema),
    ...neighboursOf(runs, operation, schema, commands),
  }
}

/** Query parameters with their types, flags and help. */
function queryFields({ query }: Operation, { parameters }: OperationSchema): FieldView[] {
  return Object.entries(query).flatMap(([flag, field]) => {
    const parameter = parameters.find(({ name, in: place }) => place === 'query' && name === field.wire)
    const required = field.required ? [field.wire] : []
    const [view] = fieldsOf({ properties: { [field.wire]: parameter?.schema ?? {} }, required })
    if (!view) return []
    // A document may call a switch or a time a text: the flag knows better.
    const plain = field.type === 'json' || field.type === 'any' ? view.type : `${field.type}${field.list ? '[]' : ''}`
    return [{ ...view, type: plain, flag, help: field.help }]
  })
}

function bodyOf(operation: Operation, { body }: OperationSchema): Pick<Description, 'body'> {
  if (!body) return {}
  const { media, required, schema } = body
  return { body: { media, required, ...shapeOf(schema, operation) } }
}

function answersOf({ answers }: OperationSchema): Description['answers'] {
  return answers.map(({ status, media, schema }) => ({
    status,
    ...(media === undefined ? {} : { media }),
    ...(schema ? shapeOf(schema) : { type: 'nothing' }),
  }))
}

/** The fields of an object or of a list's items, or the forms of a union; with their flags, where it is a body. */
function shapeOf(schema: BodySchema, operation?: Operation): Shape {
  const named = (field: FieldView) => withFlag(field, operation)
  const variants = variantsOf(schema.items ?? schema).map((variant) => ({
    ...variant,
    ...(variant.fields ? { fields: variant.fields.map(named) } : {}),
  }))
  const fields = variants.length > 0 ? [] : fieldsOf(schema).map(named)
  return {
    type: typeText(schema),
    ...(fields.length > 0 ? { fields } : {}),
    ...(variants.length > 0 ? { variants } : {}),
  }
}

function withFlag(view: FieldView, operation: Operation | undefined, within: readonly string[] = []): FieldView {
  const found = Object.entries(operation?.body?.fields ?? {}).find(
    ([, { wire, within: place = [] }]) => wire === view.name && place.join('.') === within.join('.'),
  )
  const parts = view.fields?.map((part) => withFlag(part, operation, [...within, view.name]))
  const field = parts ? { ...view, fields: parts } : view
  if (!found) return field
  const [flag, { help, replaces, merges, secret }] = found
  return {
    ...field,
    flag,
    help,
    ...(replaces ? { replaces } : {}),
    ...(merges ? { merges } : {}),
    ...(secret ? { secret } : {}),
  }
}

function warningsOf(
  { destructive, destructiveWhenEmpty, body, reveals, deprecated }: Operation,
  runs: string,
): string[] {
  const fields = Object.values(body?.fields ?? {})
  const whole = fields.some(({ replaces }) => replaces)
  return [
    ...(deprecated ? ['Logto has deprecated it.'] : []),
    ...(destructive ? ['It destroys something and asks first; --yes answers.'] : []),
    ...(body?.keeps ? ['What is not given stays as it is.'] : []),
    ...(!body?.keeps && (destructiveWhenEmpty || / upsert/.test(runs)) ? ['It replaces what was stored before.'] : []),
    ...(destructiveWhenEmpty
      ? ['Given nothing but empty lists or objects it takes everything away: it asks first, and --yes answers.']
      : []),
    ...(whole
      ? [
          `Of what is stored, objects and lists that are given are replaced whole${body?.patch === 'mergeable' ? '; --merge keeps the rest' : ''}.`,
        ]
      : []),
    ...(reveals ? ['Its answer holds a secret, which is shown.'] : []),
  ]
}

function listsOf({ paging, search }: Operation): string[] {
  return [
    ...(paging?.kind === 'required' ? ['Comes in pages of 20 rows: --page, --page-size, --all, --limit.'] : []),
    ...(paging?.kind === 'optional' ? ['All rows at once, or by --page, --page-size, --all, --limit.'] : []),
    ...(search ? ['Can be searched: --contains, --search, --where, --mode, --joint, --case-sensitive.'] : []),
  ]
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, text.length - end.length).trimEnd() : text
}
