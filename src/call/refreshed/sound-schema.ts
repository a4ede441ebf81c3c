import type { JsonType, Schema } from '../facts/repairs/document.js'
import { codeMarker } from '../facts/repairs/wrong-types.js'
import { deepest, isPlainName, isPlainText, isPlainValue, membersOf, plainEntries } from './sound-value.js'
import { UnsoundDocument } from './unsound-document.js'

const types: ReadonlySet<unknown> = new Set<JsonType>(['object', 'array', 'string', 'number', 'integer', 'boolean'])
const numbers = ['minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems'] as const
const unions = ['oneOf', 'anyOf', 'allOf'] as const
/** Most values of a closed set. */
const mostValues = 1000

/** Understands the schemas of one document, of which there may be so many. */
export class SoundSchemas {
  constructor(
    /** Names of the components that can be referred to. */
    private readonly components: ReadonlySet<string>,
    /** Marks of the repairs are taken over: the document is one that was mended. */
    private readonly isMended: boolean,
    private left = 100_000,
  ) {}

  /** The schema with what is known and sound in it. Throws an UnsoundDocument for one that goes too far. */
  schema(value: unknown, depth = 0): Schema {
    this.left -= 1
    if (depth > deepest || this.left < 0) {
      throw new UnsoundDocument(depth > deepest ? 'it is nested too deeply' : 'it has too many schemas')
    }
    const given = Object.fromEntries(plainEntries(value))
    const reference = this.referenceIn(given.$ref)
    if (given.$ref !== undefined) return reference === undefined ? {} : { $ref: reference }
    const schema: Schema = {}
    // OpenAPI 3.1 lists types, null among them; 3.0 has one, and a word for null.
    const [type, ...others] = [given.type].flat().filter((one) => one !== 'null')
    if (others.length === 0 && types.has(type)) schema.type = type as JsonType
    if (Array.isArray(given.type) && given.type.includes('null')) schema.nullable = true
    for (const name of ['format', 'pattern'] as const) if (isPlainText(given[name])) schema[name] = given[name]
    for (const name of ['nullable', 'deprecated'] as const) if (given[name] === true) schema[name] = true
    for (const name of numbers) if (typeof given[name] === 'number') schema[name] = given[name]
    const values = membersOf(given.enum)
    if (values.length > 0 && values.length <= mostValues && values.every((one) => isPlainValue(one))) {
      schema.enum = [...values]
    }
    if (given.default !== undefined && isPlainValue(given.default)) schema.default = given.default
    if (Array.isArray(given.required)) schema.required = given.required.filter(isPlainName)
    if (typeof given.properties === 'object') schema.properties = this.properties(given.properties, depth)
    if (typeof given.additionalProperties === 'boolean') schema.additionalProperties = given.additionalProperties
    else if (given.additionalProperties)
      schema.additionalProperties = this.schema(given.additionalProperties, depth + 1)
    if (given.items) schema.items = this.schema(given.items, depth + 1)
    for (const name of unions) {
      const branches = membersOf(given[name])
      if (branches.length > 0) schema[name] = branches.map((branch) => this.schema(branch, depth + 1))
    }
    // That there was one tells the repairs something, and so do the words of a generator; what others say is dropped.
    if (typeof given.description === 'string') schema.description = given.description === codeMarker ? codeMarker : ''
    return this.isMended ? { ...schema, ...marksOf(given) } : schema
  }

  private properties(value: unknown, depth: number): Record<string, Schema> {
    return Object.fromEntries(plainEntries(value).map(([name, property]) => [name, this.schema(property, depth + 1)]))
  }

  private referenceIn(value: unknown): string | undefined {
    const name = typeof value === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(value)?.[1] : undefined
    return name !== undefined && this.components.has(name) ? `#/components/schemas/${name}` : undefined
  }
}

function marksOf(given: Readonly<Record<string, unknown>>): Schema {
  const example = given['x-logto-example']
  return {
    ...(given['x-logto-ignored'] === true ? { 'x-logto-ignored': true } : {}),
    ...(given['x-logto-merges'] === true ? { 'x-logto-merges': true } : {}),
    ...(given['x-logto-wanted'] === true ? { 'x-logto-wanted': true } : {}),
    ...(example !== undefined && isPlainValue(example) ? { 'x-logto-example': example } : {}),
  }
}
