import { UsageError } from '../../../base/errors.js'
import { nearest } from '../../../base/nearest.js'
import { snakeCase } from '../../../base/snake-case.js'
import type { FieldFact, Operation } from '../../../call/facts/operation.js'
import { globalFlags } from '../../../call/operation/global-flags.js'
import { isId } from '../../../call/operation/many-values.js'
import { parsePath } from '../../../call/request/paths.js'

/** Where the value of a column goes. */
export type Place =
  | { kind: 'argument'; name: string }
  | { kind: 'query'; flag: string; field: FieldFact }
  | { kind: 'property'; flag: string; field: FieldFact }
  /** A place inside the body, as `--set` takes it. */
  | { kind: 'path'; path: string }
  | { kind: 'body' }

/** What columns can be: an operation, its command's own arguments, and what the line gives already. */
export interface Columns {
  operation: Operation
  /** In their order. */
  args: readonly string[]
  command: string
}

/** Flags that speak of the run: no row may give them. */
const ofTheRun = new Set([
  ...Object.keys(globalFlags),
  'yes',
  'confirm',
  'no-validate',
  'merge',
  'replace',
  'set',
  'set-json',
])

/** Finds where columns go: by the spelling of the wire, of the flag or of Lua. */
export class Places {
  private readonly named = new Map<string, Place>()
  private readonly seen = new Map<string, Place>()

  constructor(private readonly columns: Columns) {
    const { operation, args } = columns
    for (const name of args) this.add([name, operation.args[name]?.wire ?? name], { kind: 'argument', name })
    for (const [flag, field] of Object.entries(operation.query))
      this.add([flag, field.wire], { kind: 'query', flag, field })
    // What a list of the things themselves calls it.
    const [first] = args
    if (first !== undefined && isId(first)) this.add(['id'], { kind: 'argument', name: first })
    const { body } = operation
    if (!body || body.media === 'multipart') return
    for (const [flag, field] of Object.entries(body.fields ?? {})) {
      this.add([flag, field.wire], { kind: 'property', flag, field })
    }
    this.add(['body'], { kind: 'body' })
  }

  /** Whether a text names a column: a header of one column is told from a plain line by that. */
  has(name: string): boolean {
    return this.named.has(name) || this.pathOf(name) !== undefined
  }

  /** Throws a UsageError for a column that the operation has no place for. */
  of(name: string): Place {
    const place = this.seen.get(name) ?? this.named.get(name) ?? this.pathOf(name)
    if (!place) throw this.unknown(name)
    this.seen.set(name, place)
    return place
  }

  private add(names: readonly string[], place: Place): void {
    for (const name of [...names, ...names.map(snakeCase)]) if (!this.named.has(name)) this.named.set(name, place)
  }

  /** A path below a property of the body; any name where the body is free. */
  private pathOf(name: string): Place | undefined {
    const { body } = this.columns.operation
    if (!body || body.media === 'multipart' || name.includes('=') || ofTheRun.has(name)) return undefined
    if (body.shape !== 'fields') return body.shape === 'array' ? undefined : { kind: 'path', path: name }
    if (!/[.[]/.test(name)) return undefined
    const [head] = parsePath(name)
    const isKnown = Object.values(body.fields ?? {}).some(({ wire }) => wire === head)
    return isKnown ? { kind: 'path', path: name } : undefined
  }

  private unknown(name: string): UsageError {
    const { command } = this.columns
    if (ofTheRun.has(name)) {
      return new UsageError(`the column ${name} is a flag of the run, which no row may give`, {
        code: 'usage.unknown_column',
        hint: `take the column out, and give --${name} on the command line`,
      })
    }
    const [head = ''] = name.split(/[.[]/)
    const close = nearest(head, this.named.keys())
    return new UsageError(`${command} has no input for the column ${name}`, {
      code: 'usage.unknown_column',
      hint:
        close.length > 0
          ? `did you mean ${close.join(' or ')}? See logto schema ${command}`
          : `its inputs are ${[...this.columns.args, ...Object.keys(this.columns.operation.body?.fields ?? {})].join(', ')}`,
    })
  }
}
