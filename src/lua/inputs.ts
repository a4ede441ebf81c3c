import { UsageError } from '../errors.js'
import { exactJson } from '../exact-json.js'
import { nearest } from '../nearest.js'
import type { FieldFact, Operation } from '../operation/operation.js'
import type { Input } from '../request/build.js'
import { snakeCase } from '../snake-case.js'
import { isPlainObject } from '../value-path.js'

type Parameters = Readonly<Record<string, unknown>>

/** What a name in the table of a call stands for. */
type Target =
  | { kind: 'argument'; name: string }
  | { kind: 'query'; flag: string; field: FieldFact }
  | { kind: 'property'; field: FieldFact }
  | { kind: 'flag'; flag: string; read: (value: unknown, name: string) => unknown }
  | { kind: 'body' }

/**
 * The table of a call as a command would have got it on its command line. Names are snake_case or as Logto spells them;
 * properties of the body may stand beside the parameters, which go first. Throws a UsageError for a name that the
 * operation does not have, and for a value that its place cannot take.
 */
export function inputOf(operation: Operation, lua: string, parameters: Parameters, command: string): Input {
  const targets = targetsOf(operation)
  const args: Record<string, string> = {}
  const flags: Record<string, unknown> = {}
  const properties: Record<string, unknown> = {}
  let body: unknown
  const nameOf = new Map<Target, string>()
  for (const [name, value] of Object.entries(parameters)) {
    const target = targets.get(name)
    const other = target && nameOf.get(target)
    if (other !== undefined) throw twice(lua, other, name)
    if (target) nameOf.set(target, name)
    switch (target?.kind) {
      case undefined:
        throw unknownInput(lua, name, targets, command)
      case 'argument':
        args[target.name] = oneText(value, name)
        break
      case 'query':
        flags[target.flag] = queryValue(target.field, value, name)
        break
      case 'property':
        properties[target.field.wire] = value
        break
      case 'flag':
        flags[target.flag] = target.read(value, name)
        break
      case 'body':
        body = value
    }
  }
  refuseMissing(operation, args, lua, command)
  refuseStrangers(operation, args, flags)
  const whole = withLists(Object.keys(properties).length === 0 ? body : withProperties(body, properties), operation)
  return { args, flags: { ...flags, ...(whole === undefined ? {} : { body: exactJson(whole) }) } }
}

/** The name by which a property of the body may stand beside the parameters; undefined where that means another input. */
export function nameOfProperty(operation: Operation, wire: string): string | undefined {
  return nameOf(operation, (target) => target.kind === 'property' && target.field.wire === wire)
}

/** The name of what a command has as a flag; undefined for what a script cannot give. */
export function nameOfFlag(operation: Operation, flag: string): string | undefined {
  return nameOf(operation, (target) => 'flag' in target && target.flag === flag)
}

function nameOf(operation: Operation, isMeant: (target: Target) => boolean): string | undefined {
  return [...targetsOf(operation)].find(([, target]) => isMeant(target))?.[0]
}

/** A script calls few operations often. */
const targetsByOperation = new WeakMap<Operation, ReadonlyMap<string, Target>>()

function targetsOf(operation: Operation): ReadonlyMap<string, Target> {
  const targets = targetsByOperation.get(operation) ?? targetsFrom(operation)
  targetsByOperation.set(operation, targets)
  return targets
}

/** By every name that a call may use. What comes first keeps its name. */
function targetsFrom(operation: Operation): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>()
  const add = (names: readonly string[], target: Target) => {
    for (const name of names) if (!targets.has(name)) targets.set(name, target)
  }
  const flag = (name: string, read: (value: unknown, name: string) => unknown, others: readonly string[] = []) =>
    add([snakeCase(name), ...others], { kind: 'flag', flag: name, read })
  const { args, query, headers, body, search, paging } = operation
  for (const [name, { wire }] of Object.entries(args)) {
    add([snakeCase(name), snakeCase(wire), wire], { kind: 'argument', name })
  }
  for (const [name, field] of Object.entries(query)) {
    add([snakeCase(name), snakeCase(field.wire), field.wire], { kind: 'query', flag: name, field })
  }
  if (search) {
    for (const name of ['contains', 'search', 'joint']) flag(name, oneText)
    flag('where', patterns)
    flag('mode', modes)
    flag('case-sensitive', oneSwitch, ['isCaseSensitive'])
  }
  if (paging) {
    flag('page', oneText)
    flag('page-size', oneText)
  }
  // A path may have a verification id of its own: then the header is called as Logto spells it.
  for (const [name, { wire }] of Object.entries(headers ?? {})) flag(name, oneText, [snakeCase(wire)])
  add(['headers'], { kind: 'flag', flag: 'header', read: pairsOf })
  if (body?.media === 'multipart') flag('file', oneText)
  else if (body) {
    add(['body'], { kind: 'body' })
    flag('no-validate', (value, name) => !oneSwitch(value, name), ['validate'])
    if (body.patch === 'replaces') flag('merge', oneSwitch)
    for (const [name, field] of Object.entries(body.fields ?? {})) {
      add([snakeCase(name), snakeCase(field.wire), field.wire], { kind: 'property', field })
    }
  }
  return targets
}

function unknownInput(lua: string, name: string, targets: ReadonlyMap<string, Target>, command: string): UsageError {
  const close = nearest(name, targets.keys())
  return new UsageError(`${lua} takes no ${name}${close.length === 0 ? '' : `; did you mean ${close.join(' or ')}?`}`, {
    code: 'usage.unknown_input',
    hint: `see logto ${command} --help; its flags are written with _ here`,
  })
}

function twice(lua: string, one: string, other: string): UsageError {
  return new UsageError(`${lua}: ${one} and ${other} are the same input`, {
    code: 'usage.overlap',
    hint: 'give it once',
  })
}

function refuseMissing({ args }: Operation, given: Record<string, string>, lua: string, command: string): void {
  const missing = Object.keys(args).filter((name) => given[name] === undefined)
  if (missing.length === 0) return
  throw new UsageError(`${lua}: ${missing.map(snakeCase).join(', ')} is missing`, {
    code: 'usage.missing_argument',
    hint: `see logto ${command} --help`,
  })
}

/** A value outside a closed set: for commands, the parser refuses these. */
function refuseStrangers({ args, query }: Operation, given: Record<string, string>, flags: Parameters): void {
  for (const [name, { options }] of Object.entries(args)) refuseStranger(name, options, [given[name]])
  for (const [flag, { options }] of Object.entries(query)) refuseStranger(flag, options, [flags[flag]].flat())
}

function refuseStranger(name: string, options: readonly string[] | undefined, values: readonly unknown[]): void {
  const value = values.find((one) => one !== undefined && options && !options.includes(String(one)))
  if (!options || value === undefined) return
  const [close] = nearest(String(value), options)
  throw new UsageError(`${snakeCase(name)} cannot be ${String(value)}${close ? `; did you mean ${close}?` : ''}`, {
    code: 'usage.bad_value',
    hint: `it is one of ${options.join(', ')}`,
  })
}

function queryValue(field: FieldFact, value: unknown, name: string): unknown {
  if (field.list) return Array.isArray(value) ? value.map((one) => oneText(one, name)) : [oneText(value, name)]
  return field.type === 'boolean' ? oneSwitch(value, name) : oneText(value, name)
}

/** Lua has one empty table: it stands for an empty list where the operation takes a list. */
function withLists(value: unknown, { body }: Operation): unknown {
  const isEmpty = (part: unknown) => isPlainObject(part) && Object.keys(part).length === 0
  if (!isPlainObject(value)) return value
  if (body?.shape === 'array') return isEmpty(value) ? [] : value
  const lists = Object.values(body?.fields ?? {}).filter(({ list, wire }) => list && isEmpty(value[wire]))
  return { ...value, ...Object.fromEntries(lists.map(({ wire }) => [wire, []])) }
}

function withProperties(body: unknown, properties: Parameters): unknown {
  if (body === undefined || isPlainObject(body)) return { ...body, ...properties }
  throw new UsageError(`the body is a list, so that ${Object.keys(properties).join(', ')} cannot be added to it`, {
    code: 'usage.overlap',
    hint: 'put everything into the body',
  })
}

function oneText(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw badValue(name, 'a text or a number', value)
}

function oneSwitch(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value
  throw badValue(name, 'true or false', value)
}

/** `{name = 'Ann%'}`; several patterns of one field in a list. */
function patterns(value: unknown, name: string): string[] {
  if (!isPlainObject(value)) throw badValue(name, 'a table of patterns by field', value)
  return Object.entries(value).flatMap(([field, pattern]) =>
    [pattern].flat().map((one) => `${field}=${oneText(one, `${name}.${field}`)}`),
  )
}

/** One mode for all fields, or a table of modes by field in which `*` stands for the others. */
function modes(value: unknown, name: string): string[] {
  return isPlainObject(value) ? patterns(value, name).map((mode) => mode.replace(/^\*=/, '')) : [oneText(value, name)]
}

function pairsOf(value: unknown, name: string): string[] {
  if (!isPlainObject(value)) throw badValue(name, 'a table of values by header', value)
  return Object.entries(value).map(([header, text]) => `${header}:${oneText(text, `${name}.${header}`)}`)
}

function badValue(name: string, expected: string, value: unknown): UsageError {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a table' : value
  return new UsageError(`${name} must be ${expected}, not ${String(kind)}`, {
    code: 'usage.bad_value',
    hint: 'leave out what is not to be given',
  })
}
