import { UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import { nearest } from '../../base/nearest.js'
import { snakeCase } from '../../base/snake-case.js'
import { isPlainObject } from '../../base/value-path.js'
import type { FieldFact, Operation } from '../../call/facts/operation.js'
import { refuseStrangers } from '../../call/request/closed-values.js'
import type { Input } from '../../call/request/input.js'
import { oneSwitch, oneText, severalTexts } from './input-values.js'
import { type Target, targetsOf } from './targets.js'

type Parameters = Readonly<Record<string, unknown>>

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
  refuseStrangers(operation, { args, flags }, snakeCase)
  const whole = withLists(Object.keys(properties).length === 0 ? body : withProperties(body, properties), operation)
  return { args, flags: { ...flags, ...(whole === undefined ? {} : { body: exactJson(whole) }) } }
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

function queryValue(field: FieldFact, value: unknown, name: string): unknown {
  if (field.list) return severalTexts(value, name)
  return field.type === 'boolean' ? oneSwitch(value, name) : oneText(value, name)
}

/** Lua has one empty table: it stands for an empty list where the operation takes a list. */
function withLists(value: unknown, { body }: Operation): unknown {
  const isEmpty = (part: unknown) => isPlainObject(part) && Object.keys(part).length === 0
  if (!isPlainObject(value)) return value
  if (body?.shape === 'array') return isEmpty(value) ? [] : value
  const lists = Object.values(body?.fields ?? {}).filter(
    ({ list, wire, within }) => list && !within && isEmpty(value[wire]),
  )
  return { ...value, ...Object.fromEntries(lists.map(({ wire }) => [wire, []])) }
}

function withProperties(body: unknown, properties: Parameters): unknown {
  if (body === undefined || isPlainObject(body)) return { ...body, ...properties }
  throw new UsageError(`the body is a list, so that ${Object.keys(properties).join(', ')} cannot be added to it`, {
    code: 'usage.overlap',
    hint: 'put everything into the body',
  })
}
