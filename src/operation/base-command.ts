import { Command, type Interfaces } from '@oclif/core'
import type { Streams } from '../output/streams.js'
import { processStreams } from '../output/streams.js'
import { globalFlags } from './global-flags.js'
import { usageErrorOf } from './parse-errors.js'

/** What every command shares: the global flags, usage errors that name the remedy, and the two writers. */
export abstract class BaseCommand extends Command {
  static override baseFlags: Interfaces.FlagInput = globalFlags

  protected readonly streams: Streams = processStreams()

  /** Parses with errors made for people. Throws a UsageError. */
  protected async parseInput(): Promise<{ args: Record<string, string>; flags: Record<string, unknown> }> {
    const { args, flags, baseFlags, strict } = this.ctor
    // `--no-validate` sends values that this release does not know yet.
    const open = this.argv.includes('--no-validate')
    const known = open ? withoutOptions(flags) : flags
    try {
      const parsed = await this.parse({ args, flags: known, baseFlags, strict })
      return { args: parsed.args as Record<string, string>, flags: parsed.flags }
    } catch (error) {
      throw usageErrorOf(error, {
        command: this.typed,
        flags: Object.keys({ ...baseFlags, ...flags }),
        args,
      })
    }
  }

  /** The command as typed, without the program's name. */
  protected get typed(): string {
    return (this.id ?? '').replaceAll(':', ' ')
  }

  /** Errors are reported and turned into an exit code in one place, the program's entry. */
  protected override async catch(error: Error): Promise<never> {
    throw error
  }
}

function withoutOptions(flags: Interfaces.FlagInput): Interfaces.FlagInput {
  return Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => {
      const { options: _, ...rest } = flag as typeof flag & { options?: unknown }
      return [name, rest as typeof flag]
    }),
  )
}
