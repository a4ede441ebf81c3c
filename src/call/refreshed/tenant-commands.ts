import { type DocumentedOperation, documentedOperation } from '../facts/maker/documents.js'
import type { CommonNames } from '../facts/maker/names.js'
import type { Operation } from '../facts/operation.js'
import { type Documents, type OperationPlace, operationsOf } from '../facts/repairs/document.js'
import type { OperationSchema } from '../request/schema.js'
import { readCommonNames, readIndex } from './index-file.js'
import type { Kept } from './kept.js'
import { type MadeCommand, makeCommand } from './made-command.js'
import { luaNameFor, type MadeName, placeOf } from './name-by-rule.js'
import { type Additions, additionsTo, type Widened, widened } from './widen.js'

/** Most commands that are made from a tenant's documents. */
export const mostCommands = 500

/** Most schemas of one operation, with all that they refer to. Logto's largest has some 3000. */
const mostSchemas = 20_000

/** The commands that a tenant's documents add to those of the program, and what they add to single ones. */
export class TenantCommands {
  private readonly places: ReadonlyMap<string, OperationPlace>
  /** Commands of the program by method and path. */
  private readonly known: ReadonlyMap<string, string>
  private readonly common: CommonNames
  private readonly takenInLua: ReadonlySet<string>
  private all: readonly MadeCommand[] | undefined

  constructor(
    private readonly kept: Kept,
    root: string,
  ) {
    const index = readIndex(root)
    const entries = Object.entries(index)
    this.known = new Map(entries.map(([command, { method, path }]) => [placeOf(method, path), command]))
    this.takenInLua = new Set(entries.map(([, { lua }]) => lua))
    this.common = readCommonNames(root)
    this.places = new Map(
      [...operationsOf(kept.documents)].map((one) => [placeOf(one.method.toUpperCase(), one.path), one]),
    )
  }

  get readAt(): string {
    return this.kept.readAt
  }

  /** The new commands, each with a name that no command of the program has. */
  made(): readonly MadeCommand[] {
    this.all ??= this.new().flatMap(([place, name]) => this.make(place, name) ?? [])
    return this.all
  }

  /** The new command that the leading words name. */
  find(words: readonly string[]): MadeCommand | undefined {
    const command = words.slice(0, 2).join(' ')
    const found = this.new().find(([, name]) => name.command === command)
    return found && this.make(...found)
  }

  /** The command of the program that has since come in the place of a new one of this name. */
  reviewedAs(words: readonly string[]): string | undefined {
    const command = words.slice(0, 2).join(' ')
    const [place] = Object.entries(this.kept.names).find(([, name]) => name.command === command) ?? []
    return place === undefined ? undefined : this.known.get(place)
  }

  /** An operation of the program with what the tenant's document adds to it; undefined where it adds nothing. */
  widened(operation: Operation, schema: OperationSchema): Widened | undefined {
    const place = placeOf(operation.method, operation.path)
    if (!this.kept.wider.includes(place)) return undefined
    const flags = [...Object.keys(operation.query), ...Object.keys(operation.body?.fields ?? {})]
    const theirs = this.make(place, { command: 'api theirs', args: Object.keys(operation.args) }, flags)
    return theirs && widened(operation, schema, theirs)
  }

  /** The inputs that the tenant's documents add to a command of the program. */
  additions(command: string, schema: OperationSchema): Additions {
    const place = placeOf(schema.method, schema.path)
    const args = schema.path
      .split('{')
      .slice(1)
      .map((_, i) => `value-${i}`)
    const theirs = this.kept.wider.includes(place) ? this.make(place, { command, args }) : undefined
    return theirs ? additionsTo(schema, theirs) : { query: {}, body: {} }
  }

  /** Commands of the program to whose operations the tenant's documents add something. */
  get wider(): string[] {
    return this.kept.wider.flatMap((place) => this.known.get(place) ?? [])
  }

  /** Whether the tenant's documents lack an operation of the program. */
  lacks({ method, path }: Pick<Operation, 'method' | 'path'>): boolean {
    return this.kept.lacking.includes(placeOf(method, path))
  }

  /** Names of operations that the program does not know. */
  private new(): [string, MadeName][] {
    const commands = new Set(this.known.values())
    return Object.entries(this.kept.names)
      .filter(([place, { command }]) => this.places.has(place) && !this.known.has(place) && !commands.has(command))
      .slice(0, mostCommands)
  }

  private make(place: string, name: MadeName, flags: readonly string[] = []): MadeCommand | undefined {
    const found = this.places.get(place)
    const operation = found && documentedIn(this.kept.documents, found)
    if (!operation || name.args.length !== countOfArguments(operation.path)) return undefined
    const readPlace = this.places.get(placeOf('GET', operation.path))
    const read = readPlace && documentedIn(this.kept.documents, readPlace)
    try {
      const made = makeCommand(operation, name, { common: this.common, read, flags })
      return { ...made, entry: { ...made.entry, lua: luaNameFor(operation.id, name.command, this.takenInLua) } }
    } catch {
      // Its document is of no use: there is no command then.
      return undefined
    }
  }
}

/** One operation with all that it refers to; undefined where that is too much. */
export function documentedIn(documents: Documents, place: OperationPlace): DocumentedOperation | undefined {
  const { api, method, path, operation } = place
  try {
    type Raw = Parameters<typeof documentedOperation>
    return documentedOperation(api, method, path, operation as Raw[3], documents[api] as unknown as Raw[4], mostSchemas)
  } catch {
    return undefined
  }
}

function countOfArguments(path: string): number {
  return path.split('{').length - 1
}
