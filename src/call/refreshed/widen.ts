import type { FieldFact, Operation } from '../facts/operation.js'
import { type BodySchema, type OperationSchema, withBranches } from '../request/schema.js'
import { type MadeCommand, mark } from './made-command.js'

/** An operation of this program with what a tenant's document adds to it. */
export interface Widened {
  operation: Operation
  schema: OperationSchema
}

type Fields = Readonly<Record<string, FieldFact>>

/**
 * Adds the query parameters, the properties and the values that this program does not know. What it knows stays as it
 * is. Undefined where there is nothing to add.
 */
export function widened(operation: Operation, schema: OperationSchema, theirs: MadeCommand): Widened | undefined {
  const query = withFields(operation.query, theirs.operation.query)
  const body = operation.body?.fields && withFields(operation.body.fields, theirs.operation.body?.fields ?? {})
  const isMore = body !== undefined && Object.keys(body).length > Object.keys(operation.body?.fields ?? {}).length
  const bodySchema = schema.body && theirs.schema.body && widerSchema(schema.body.schema, theirs.schema.body.schema)
  const wide: Widened = {
    operation: {
      ...operation,
      query,
      // What nobody has looked at may hand on power.
      ...(operation.harmless === true && isMore ? { harmless: wiresOf(operation) } : {}),
      ...(operation.body && body ? { body: { ...operation.body, fields: body } } : {}),
    },
    schema: {
      ...schema,
      parameters: [
        ...schema.parameters,
        ...theirs.schema.parameters.filter(
          ({ in: place, name }) => place === 'query' && schema.parameters.every((one) => one.name !== name),
        ),
      ],
      ...(schema.body && bodySchema ? { body: { ...schema.body, schema: bodySchema } } : {}),
      columns: [...new Set([...schema.columns, ...theirs.schema.columns])],
    },
  }
  const addsNothing = JSON.stringify([operation, schema]) === JSON.stringify([wide.operation, wide.schema])
  return addsNothing ? undefined : wide
}

function wiresOf({ body }: Operation): string[] {
  return Object.values(body?.fields ?? {}).map(({ wire }) => wire)
}

/** Inputs beside those of a command, by flag. */
export interface Additions {
  query: Fields
  body: Fields
}

/** The inputs of an operation that its schema in this program does not have. */
export function additionsTo({ parameters, body }: OperationSchema, { operation }: MadeCommand): Additions {
  const inQuery = new Set(parameters.map(({ name }) => name))
  const inBody = new Set((body ? withBranches(body.schema) : []).flatMap((one) => Object.keys(one.properties ?? {})))
  const others = (fields: Fields, known: ReadonlySet<string>) =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, { wire }]) => !known.has(wire))
        .map(([flag, field]) => [flag, withoutNeed(field)]),
    )
  return { query: others(operation.query, inQuery), body: others(operation.body?.fields ?? {}, inBody) }
}

/** Whether an operation takes more inputs, or more values of one, than a schema of this program says. */
export function addsTo(own: OperationSchema, theirs: OperationSchema): boolean {
  const inputs = own.parameters.filter(({ in: place }) => place === 'query')
  const others = theirs.parameters.filter(({ in: place }) => place === 'query')
  if (others.some(({ name }) => inputs.every((one) => one.name !== name))) return true
  const pairs = [
    ...inputs.flatMap(({ name, schema }) =>
      others.filter((one) => one.name === name).map((one) => [schema, one.schema]),
    ),
    ...(own.body && theirs.body ? [[own.body.schema, theirs.body.schema]] : []),
  ]
  return pairs.some(([a = {}, b = {}]) => JSON.stringify(widerSchema(a, b)) !== JSON.stringify(a))
}

/** Fields of other wire names behind those that are known, and values of closed sets that are not. */
function withFields(known: Fields, theirs: Fields): Fields {
  const own = new Set(Object.values(known).map(({ wire }) => wire))
  const added = Object.entries(theirs).filter(([flag, { wire }]) => !own.has(wire) && !Object.hasOwn(known, flag))
  const wide = Object.entries(known).map(([flag, field]): [string, FieldFact] => {
    const other = Object.values(theirs).find(({ wire }) => wire === field.wire && !field.within)
    if (!field.options || !other?.options) return [flag, field]
    return [flag, { ...field, options: [...new Set([...field.options, ...other.options])] }]
  })
  return Object.fromEntries([...wide, ...added.map(([flag, field]) => [flag, withoutNeed(field)] as const)])
}

/** Marked, and never required: the program's own check has the last word on that. */
function withoutNeed({ required: _, help, ...field }: FieldFact): FieldFact {
  return { ...field, help: `${help} (${mark})` }
}

/** A schema that takes what either takes: its own properties, and theirs beside them. */
export function widerSchema(own: BodySchema, theirs: BodySchema): BodySchema {
  const wide: BodySchema = { ...own }
  if (own.enum && theirs.enum) wide.enum = [...new Set([...own.enum, ...theirs.enum])]
  if (own.properties && theirs.properties) wide.properties = widerProperties(own.properties, theirs.properties)
  if (own.items && theirs.items) wide.items = widerSchema(own.items, theirs.items)
  if (typeof own.additionalProperties === 'object' && typeof theirs.additionalProperties === 'object') {
    wide.additionalProperties = widerSchema(own.additionalProperties, theirs.additionalProperties)
  }
  for (const union of ['oneOf', 'anyOf', 'allOf'] as const) {
    const [mine, others] = [own[union], theirs[union]]
    if (mine && others) wide[union] = widerBranches(mine, others)
  }
  return wide
}

function widerProperties(
  own: Readonly<Record<string, BodySchema>>,
  theirs: Readonly<Record<string, BodySchema>>,
): Record<string, BodySchema> {
  const shared = Object.entries(own).map(([name, schema]): [string, BodySchema] => [
    name,
    Object.hasOwn(theirs, name) ? widerSchema(schema, theirs[name] ?? {}) : schema,
  ])
  return Object.fromEntries([...shared, ...Object.entries(theirs).filter(([name]) => !Object.hasOwn(own, name))])
}

/** Branches of as many forms are taken for the same forms; else theirs stand behind the own. */
function widerBranches(own: readonly BodySchema[], theirs: readonly BodySchema[]): BodySchema[] {
  if (own.length === theirs.length) return own.map((branch, i) => widerSchema(branch, theirs[i] ?? {}))
  const known = new Set(own.map((branch) => JSON.stringify(branch)))
  return [...own, ...theirs.filter((branch) => !known.has(JSON.stringify(branch)))]
}
