import type { Interfaces } from '@oclif/core'
import type { Operation } from '../../call/facts/operation.js'
import { BaseCommand } from '../../call/operation/base-command.js'
import { globalFlags } from '../../call/operation/global-flags.js'

const { curl: _, 'dry-run': __, ...shared } = globalFlags

/** Base of every `edit`: holds the operations by which an object is read and changed. */
export abstract class EditCommand extends BaseCommand {
  static override readonly baseFlags = shared as Interfaces.FlagInput
  static readonly read: Operation
  static readonly write: Operation

  override async run(): Promise<void> {
    const { args, flags } = await this.parseInput()
    const { read, write } = this.constructor as typeof EditCommand
    const { runEdit } = await import('./run-edit.js')
    const { root, version } = this.config
    await runEdit({ read, write, topic: this.typed.replace(/ edit$/, ''), args }, flags, {
      root,
      version,
      streams: this.streams,
    })
  }
}
