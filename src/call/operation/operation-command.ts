import type { Config } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import type { Operation } from '../facts/operation.js'
import type { Printable } from '../output/answer.js'
import { isAnythingKept } from '../refreshed/kept-folder.js'
import type { Input } from '../request/input.js'
import type { OperationSchema } from '../request/schema.js'
import { BaseCommand } from './base-command.js'
import { isId, ManyValues } from './many-values.js'

/** Mistakes that are none where the tenant is newer than this program. */
const strange: ReadonlySet<string> = new Set(['usage.unknown_flag', 'usage.bad_value'])

/** A class that is not abstract. */
type RunnableClass = { run(argv: string[], config: Config): Promise<unknown> }

/** What makes a command of one operation a preset, such as `users suspend`. */
export interface Preset {
  /** The command that was made for the operation: its schema is meant. */
  of: string
  /** What was typed, with what the preset gives by itself. */
  input: (typed: Input) => Input
  /** Changes what is printed. */
  shape?: (answer: Printable, typed: Input) => Printable
}

/** Base of every generated command: holds the operation's facts and sends them down the one path. */
export abstract class OperationCommand extends BaseCommand {
  static readonly operation: Operation
  static readonly preset?: Preset
  /** The operation's schema, where it is not the program's own: of what a tenant's documents declare. */
  static readonly schema?: OperationSchema

  /** Why the command line could not be read: nothing has been done by then. */
  private misread: unknown

  override async run(): Promise<void> {
    await this.perform(await this.oneInput())
  }

  /**
   * What the command line names and this program does not know may be something that the tenant's own documents declare:
   * then the command that takes it runs in the place of this one.
   */
  protected override async _run<T>(): Promise<T> {
    try {
      return await super._run<T>()
    } catch (error) {
      const isStrange = error === this.misread && error instanceof UsageError && strange.has(error.code)
      const wide = isStrange ? await this.wider() : undefined
      if (!wide) throw error
      return (await (wide as unknown as RunnableClass).run(this.argv, this.config)) as T
    }
  }

  protected override async parseInput(...given: Parameters<BaseCommand['parseInput']>) {
    try {
      return await super.parseInput(...given)
    } catch (error) {
      this.misread = error
      throw error
    }
  }

  /** This command with what the tenant's documents add to it; undefined where they add nothing. */
  private async wider(): Promise<typeof OperationCommand | undefined> {
    const own = this.constructor as typeof OperationCommand
    if (own.schema || own.preset || !isAnythingKept(process.env)) return undefined
    const [{ askedTenant, openTenantCommands }, { widenedClass }] = await Promise.all([
      import('../refreshed/open.js'),
      import('./widened-class.js'),
    ])
    const { commands } = await openTenantCommands(askedTenant(this.argv), this.config.root)
    return commands && widenedClass(own, this.typed, commands, this.config.root)
  }

  /** The input of one call. Throws a ManyValues for more ids than one, and a UsageError. */
  private async oneInput(): Promise<Input> {
    const { args, flags, baseFlags } = this.ctor
    const names = Object.keys(args)
    const last = names.at(-1)
    if (last === undefined || !isId(last)) return this.parseInput()
    // A preset's class inherits its flags: each is named.
    const parsed = await this.parseInput({ args, flags, baseFlags, strict: false })
    const { argv } = parsed
    if (argv.length <= names.length) return { args: parsed.args, flags: parsed.flags }
    const { [last]: _, ...before } = parsed.args
    throw new ManyValues(this.typed, { args: before, flags: parsed.flags }, argv.slice(names.length - 1))
  }

  /** Runs the operation. */
  protected async perform(input: Input): Promise<void> {
    const { operation, preset, schema } = this.constructor as typeof OperationCommand
    // Help and usage errors need none of this.
    const { loadSchema, runOperation } = await import('./run-operation.js')
    const shape = preset?.shape
    await runOperation(operation, preset?.input(input) ?? input, {
      command: this.typed,
      summary: this.ctor.summary ?? this.typed,
      schema: async () => schema ?? loadSchema(this.config.root, preset?.of ?? this.typed),
      widerSchema: async () => (await this.wider())?.schema,
      version: this.config.version,
      streams: this.streams,
      ...(shape ? { shape: (answer: Printable) => shape(answer, input) } : {}),
    })
  }
}
