import type { Operation } from '../facts/operation.js'
import type { Printable } from '../output/answer.js'
import type { Input } from '../request/input.js'
import { BaseCommand } from './base-command.js'
import { isId, ManyValues } from './many-values.js'

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

  override async run(): Promise<void> {
    await this.perform(await this.oneInput())
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
    const { operation, preset } = this.constructor as typeof OperationCommand
    // Help and usage errors need none of this.
    const { loadSchema, runOperation } = await import('./run-operation.js')
    const shape = preset?.shape
    await runOperation(operation, preset?.input(input) ?? input, {
      command: this.typed,
      summary: this.ctor.summary ?? this.typed,
      schema: () => loadSchema(this.config.root, preset?.of ?? this.typed),
      version: this.config.version,
      streams: this.streams,
      ...(shape ? { shape: (answer: Printable) => shape(answer, input) } : {}),
    })
  }
}
