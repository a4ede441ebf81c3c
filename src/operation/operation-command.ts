import { BaseCommand } from './base-command.js'
import type { Operation } from './operation.js'

/** Base of every generated command: holds the operation's facts and sends them down the one path. */
export abstract class OperationCommand extends BaseCommand {
  static readonly operation: Operation

  override async run(): Promise<void> {
    const { operation } = this.constructor as typeof OperationCommand
    const input = await this.parseInput()
    // Help and usage errors need none of what follows.
    const [{ runOperation }, { settingsOf }] = await Promise.all([
      import('./run-operation.js'),
      import('./settings.js'),
    ])
    await runOperation(operation, input, settingsOf(input.flags), {
      command: this.typed,
      root: this.config.root,
      version: this.config.version,
      streams: this.streams,
    })
  }
}
