import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml'
import { exactJson } from '../../../base/exact-json.js'
import { nearest } from '../../../base/nearest.js'
import { secretMask } from '../../../base/secret-names.js'
import { type BodySchema, branchesOf, typesOf } from '../../../call/request/schema.js'
import { readYaml } from '../../../call/request/yaml-document.js'
import { formOf, namedProperties } from '../model/forms.js'
import { NamedSecret, Secret } from '../model/secret.js'
import type { Fault } from './faults.js'
import type { Given } from './given.js'
import type { InnerFiles } from './inner-file.js'
import type { Source } from './source.js'
import { Placeholder } from './tags.js'

/** What turns the nodes of a file into values needs of its surroundings. */
export interface Conversion {
  source: Source
  given: Given
  inner: InnerFiles
  faults: Fault[]
}

/** The value of a node, with everything told that cannot stand in its place. */
export function valueOfNode(node: unknown, schema: BodySchema, at: Conversion): unknown {
  const value = plainValue(node, schema, at)
  checkValue(value, schema, node, at)
  return value
}

/** The name of a map's entry, as it is written. */
export function nameOfNode(key: unknown): string {
  if (!isScalar(key)) return String(key)
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value))
}

function plainValue(node: unknown, schema: BodySchema, at: Conversion): unknown {
  if (isAlias(node)) return plainValue(node.resolve(at.source.document), schema, at)
  if (isMap(node)) {
    const pairs = node.items.map(({ key, value }) => {
      const name = nameOfNode(key)
      return [name, plainValue(value, partSchema(schema, name), at)] as const
    })
    return Object.fromEntries(pairs)
  }
  if (isSeq(node)) return node.items.map((item) => plainValue(item, formOf(schema, []).items ?? {}, at))
  if (!isScalar(node)) return null
  return node.value instanceof Placeholder ? placed(node.value, node, schema, at) : node.value
}

function placed({ tag, name }: Placeholder, node: Node, schema: BodySchema, at: Conversion): unknown {
  const fail = (message: string) => {
    at.faults.push({ place: at.source.placeOf(node), message })
    return undefined
  }
  if (tag === 'file') {
    const found = at.inner.read(name)
    return 'fault' in found ? fail(found.fault) : found.text
  }
  if (!/^\w+$/.test(name)) return fail(`!${tag} takes a name of letters, digits and _`)
  if (tag === 'secret') {
    const value = at.given.secret(name)
    return value === undefined ? new NamedSecret(name) : new Secret(value)
  }
  const found = at.given.variable(name)
  if (!found) return fail(`the variable ${name} is not defined: give --var ${name}=… or LOGTO_VAR_${name}`)
  return found.isText ? fromText(String(found.value), schema) : found.value
}

/** A text for a place that takes none is read as YAML. */
function fromText(text: string, schema: BodySchema): unknown {
  const types = branchesOf(schema).flatMap(typesOf)
  if (types.length === 0 || types.includes('string')) return text
  const read = readYaml(text)
  return 'fault' in read ? text : read.value
}

function partSchema(schema: BodySchema, name: string): BodySchema {
  const forms = branchesOf(schema)
  for (const { properties, additionalProperties } of forms) {
    if (properties && Object.hasOwn(properties, name)) return properties[name] ?? {}
    if (typeof additionalProperties === 'object') return additionalProperties
  }
  return {}
}

/** Tells what cannot be: an unknown property, a wrong type, a value outside of its set or bounds, a mask. */
function checkValue(value: unknown, schema: BodySchema, node: unknown, at: Conversion): void {
  const fault = (message: string) => at.faults.push({ place: at.source.placeOf(node), message })
  // A fault of a placeholder has been told.
  if (value === undefined || value === null || value instanceof Secret || value instanceof NamedSecret) return
  if (typeof value === 'string' && (value.includes(secretMask) || /^[*•]{4,}$/.test(value))) {
    fault('this is a mask, not a value: write !secret NAME')
    return
  }
  const form = formOf(schema, value)
  const types = branchesOf(schema).flatMap(typesOf)
  const own = typeNameOf(value)
  if (types.length > 0 && !types.includes(own) && !(own === 'integer' && types.includes('number'))) {
    fault(`it must be ${typesInWords(types)}, not ${typesInWords([own])}`)
    return
  }
  if (form.enum && !form.enum.includes(value)) {
    fault(`it cannot be ${exactJson(value)}${suggestion(String(value), form.enum.map(String))}`)
    return
  }
  checkBounds(value, form, fault)
  const inner = isAlias(node) ? node.resolve(at.source.document) : node
  if (Array.isArray(value)) {
    const items = isSeq(inner) ? inner.items : []
    for (const [i, item] of value.entries()) checkValue(item, form.items ?? {}, items[i] ?? node, at)
  } else if (own === 'object') checkObject(value as Record<string, unknown>, schema, inner ?? node, at)
}

function checkObject(value: Record<string, unknown>, schema: BodySchema, node: unknown, at: Conversion): void {
  const named = namedProperties(schema, value)
  for (const [name, part] of Object.entries(value)) {
    const pair = isMap(node) ? node.items.find(({ key }) => nameOfNode(key) === name) : undefined
    if (named && !Object.hasOwn(named, name)) {
      const message = `there is no property ${name}${suggestion(name, Object.keys(named))}`
      at.faults.push({ place: at.source.placeOf(pair?.key ?? node), message })
    } else checkValue(part, named?.[name] ?? partSchema(schema, name), pair?.value ?? node, at)
  }
}

function checkBounds(value: unknown, form: BodySchema, fault: (message: string) => void): void {
  const { minimum, maximum, minLength, maxLength, minItems, pattern } = form
  if (typeof value === 'number' || typeof value === 'bigint') {
    if (minimum !== undefined && value < minimum) fault(`it must be at least ${minimum}`)
    if (maximum !== undefined && value > maximum) fault(`it must be at most ${maximum}`)
  }
  if (typeof value === 'string') {
    const { length } = [...value]
    if (minLength !== undefined && length < minLength) fault(minLength === 1 ? 'it is empty' : `it is too short`)
    if (maxLength !== undefined && length > maxLength) fault(`it has more than ${maxLength} characters`)
    if (pattern !== undefined && length > 0 && !new RegExp(pattern).test(value)) fault(`it does not match ${pattern}`)
  }
  if (Array.isArray(value) && minItems !== undefined && value.length < minItems) fault('the list is too short')
}

function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
}

function typesInWords(types: readonly string[]): string {
  return [...new Set(types)].map((type) => words[type] ?? type).join(' or ')
}

/** What may have been meant, or what there is where that is little. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const [close] = nearest(word, candidates)
  if (close !== undefined) return `; did you mean ${close}?`
  return candidates.length > 0 && candidates.length <= 12 ? `; there are ${candidates.join(', ')}` : ''
}
