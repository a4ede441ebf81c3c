import type { Operation } from '../facts/operation.js'
import type { Printable } from '../output/answer.js'
import type { Input } from '../request/input.js'
import { BaseCommand } from './base-command.js'

/** Base of every generated command: holds the operation's facts and sends them down the one path. */
export abstract class OperationCommand extends BaseCommand {
  static readonly operation: Operation

  override async run(): Promise<void> {
    await this.perform(await this.parseInput())
  }

  /**
   * Runs the operation. A preset (`users suspend`) adds its own inputs and names the command whose schema is meant;
   * `shape` changes what is printed.
   */
  protected async perform(
    input: Input,
    { schema = this.typed, shape }: { schema?: string; shape?: (answer: Printable) => Printable } = {},
  ): Promise<void> {
    const { operation } = this.constructor as typeof OperationCommand
    // Help and usage errors need none of this.
    const { loadSchema, runOperation } = await import('./run-operation.js')
    await runOperation(operation, input, {
      command: this.typed,
      summary: this.ctor.summary ?? this.typed,
      schema: () => loadSchema(this.config.root, schema),
      version: this.config.version,
      streams: this.streams,
      ...(shape ? { shape } : {}),
    })
  }
}
