import type { BodySchema, OperationSchema } from '../../../call/request/schema.js'
import { ownProperty, typesOf, withBranches } from '../../../call/request/schema.js'
import { formOf } from './forms.js'
import type { Kind } from './kind.js'
import type { Part } from './part.js'
import type { Row } from './row.js'

/** What is known of one managed property of a kind. */
export interface PropertyFact {
  schema: BodySchema
  part?: Part
  /** Taken at creation only. */
  createOnly: boolean
  /** Taken by a change only, so that a new object gets it by a second request. */
  changeOnly: boolean
  /** A creation must give it. */
  required: boolean
  /** Null can be stored. */
  nullable: boolean
}

/** A kind with what the document says of it. */
export interface KindFacts {
  kind: Kind
  properties: ReadonlyMap<string, PropertyFact>
  /** The schema of a property in an object with these values, as its form may depend on another. */
  schemaOf: (name: string, values: Row) => BodySchema
  /** A creation takes the property that holds the key. */
  sendsKey: boolean
  /** Sets among the properties, by place. */
  isSet: (place: string) => boolean
}

export type LoadOperation = (command: string) => Promise<OperationSchema>

/** Reads what the operations of a kind say of its properties. */
export async function factsOf(kind: Kind, load: LoadOperation): Promise<KindFacts> {
  const properties = new Map<string, PropertyFact>()
  const { create, change, at = (body: BodySchema) => body } = kind.writes
  const schemaOf = async (command: string | undefined) => {
    const body = command === undefined ? undefined : (await load(command)).body?.schema
    return body && at(body)
  }
  const managed = async (command: string | undefined) => {
    const schema = await schemaOf(command)
    return schema && (kind.leaves ?? []).reduce((rest, place) => without(rest, place.split('.')), schema)
  }
  const [made, changed] = [await managed(create), await managed(change)]
  if (kind.map !== undefined) {
    properties.set(kind.map, { ...none, schema: { type: 'object', additionalProperties: true } })
  } else {
    for (const name of namesIn(made, changed)) {
      if (name === kind.key.property) continue
      if (kind.parts?.some(({ property }) => property === name)) continue
      properties.set(name, factOf(name, made, changed, kind))
    }
  }
  for (const part of kind.parts ?? []) {
    const schema = 'of' in part.schema ? await partSchema(part.schema, load) : part.schema
    properties.set(part.property, { ...none, schema, part })
  }
  const isUnion = (made?.oneOf ?? made?.anyOf) !== undefined
  return {
    kind,
    properties,
    sendsKey: made !== undefined && kind.key.property !== undefined && namesIn(made).has(kind.key.property),
    schemaOf(name, values) {
      const form = made && isUnion ? ownProperty(formOf(made, values), name) : undefined
      return form ?? properties.get(name)?.schema ?? {}
    },
    isSet: (place) => kind.sets?.includes(place) === true,
  }
}

const none = { createOnly: false, changeOnly: false, required: false, nullable: true }

function namesIn(...schemas: (BodySchema | undefined)[]): Set<string> {
  const forms = schemas.flatMap((schema) => (schema ? withBranches(schema) : []))
  return new Set(forms.flatMap(({ properties = {} }) => Object.keys(properties)))
}

function factOf(name: string, made: BodySchema | undefined, changed: BodySchema | undefined, kind: Kind): PropertyFact {
  const schema = mergedProperty(name, made, changed)
  const isIn = (body: BodySchema | undefined) => body !== undefined && propertiesAt(name, body).length > 0
  const isSame = kind.writes.create === kind.writes.change
  return {
    schema,
    createOnly: !isSame && kind.writes.change !== undefined && !isIn(changed) && isIn(made),
    changeOnly: kind.writes.create !== undefined && !isSame && !isIn(made),
    required:
      made !== undefined &&
      withBranches(made).every(({ required, properties }) => !properties || required?.includes(name) === true),
    nullable: typesOf(schema).includes('null'),
  }
}

function propertiesAt(name: string, body: BodySchema): BodySchema[] {
  return withBranches(body).flatMap((form) => ownProperty(form, name) ?? [])
}

/** The property as creation and change have it; where they name different parts of an object, all of them. */
function mergedProperty(name: string, made: BodySchema | undefined, changed: BodySchema | undefined): BodySchema {
  const forms = [changed, made].flatMap((body) => (body ? propertiesAt(name, body) : []))
  const [first = {}] = forms
  const different = forms.filter((form, i) => forms.findIndex((each) => same(each, form)) === i)
  if (different.length < 2) return first
  if (different.every(({ enum: set }) => set))
    return { ...first, enum: [...new Set(different.flatMap((each) => each.enum ?? []))] }
  const bothNamed = made && changed && different.length === 2 && different.every(({ properties }) => properties)
  if (bothNamed && !made.oneOf && !made.anyOf) {
    const properties = Object.assign({}, ...different.reverse().map((each) => each.properties))
    const { required: _, ...rest } = first
    return { ...rest, properties }
  }
  return different.length > 1 ? { oneOf: different } : first
}

function same(one: BodySchema, other: BodySchema): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

async function partSchema({ of, at }: { of: string; at?: string }, load: LoadOperation): Promise<BodySchema> {
  const body = (await load(of)).body?.schema ?? {}
  return at === undefined ? body : (ownProperty(body, at) ?? {})
}

/** A schema without the property at a place. */
function without(schema: BodySchema, [name = '', ...rest]: readonly string[]): BodySchema {
  const forms = (list: BodySchema[] | undefined) => list?.map((form) => without(form, [name, ...rest]))
  const { oneOf, anyOf, properties } = schema
  const own = properties && ownProperty(schema, name)
  const { [name]: _, ...others } = properties ?? {}
  return {
    ...schema,
    ...(oneOf ? { oneOf: forms(oneOf) ?? [] } : {}),
    ...(anyOf ? { anyOf: forms(anyOf) ?? [] } : {}),
    ...(own ? { properties: rest.length === 0 ? others : { ...properties, [name]: without(own, rest) } } : {}),
  }
}
