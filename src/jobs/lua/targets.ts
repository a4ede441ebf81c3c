import { snakeCase } from '../../base/snake-case.js'
import type { FieldFact, Operation } from '../../call/facts/operation.js'
import { modes, oneSwitch, oneText, pairsOf, patterns, severalTexts } from './input-values.js'

/** What a name in the table of a call stands for. */
export type Target =
  | { kind: 'argument'; name: string }
  | { kind: 'query'; flag: string; field: FieldFact }
  | { kind: 'property'; field: FieldFact }
  | { kind: 'flag'; flag: string; read: (value: unknown, name: string) => unknown }
  | { kind: 'body' }

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

/** What each name in the table of a call stands for. */
export function targetsOf(operation: Operation): ReadonlyMap<string, Target> {
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
    const others = field.alias === undefined ? [] : [snakeCase(field.alias)]
    add([snakeCase(name), snakeCase(field.wire), field.wire, ...others], { kind: 'query', flag: name, field })
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
    if (body.patch === 'mergeable') flag('merge', oneSwitch)
    for (const [name, field] of Object.entries(body.fields ?? {})) {
      if (field.within) flag(name, field.list ? severalTexts : oneText)
      else add([snakeCase(name), snakeCase(field.wire), field.wire], { kind: 'property', field })
    }
  }
  return targets
}
