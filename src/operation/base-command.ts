import { Command, type Interfaces } from '@oclif/core'
import type { Streams } from '../output/streams.js'
import { processStreams } from '../output/streams.js'
import { globalFlags } from './global-flags.js'
import { usageErrorOf } from './parse-errors.js'

/** What was typed, parsed. */
interface ParsedInput {
  args: Record<string, string>
  flags: Record<string, unknown>
  /** All words that are no flags, for commands that take as many as there are. */
  words: string[]
}

/** What every command shares: the global flags, usage errors that name the remedy, and the two writers. */
export abstract class BaseCommand extends Command {
  static override baseFlags: Interfaces.FlagInput = globalFlags

  protected readonly streams: Streams = processStreams()

  /** Parses with errors made for people. Throws a UsageError. */
  protected async parseInput(): Promise<ParsedInput> {
    const { args, flags, baseFlags, strict } = this.ctor
    // `--no-validate` sends values that this release does not know yet.
    const open = this.argv.includes('--no-validate')
    const known = open ? { args: withoutOptions(args), flags: withoutOptions(flags) } : { args, flags }
    try {
      const parsed = await this.parse({ ...known, baseFlags, strict })
      return { args: parsed.args as Record<string, string>, flags: parsed.flags, words: parsed.argv as string[] }
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

  /** oclif's own warning is plain text; a deprecated operation is said in the format that was asked for. */
  protected override warnIfCommandDeprecated(): void {}

  /** Errors are reported and turned into an exit code in one place, the program's entry. */
  protected override async catch(error: Error): Promise<never> {
    throw error
  }
}

/** Flags or arguments that take any value. */
function withoutOptions<Inputs extends Interfaces.FlagInput | Interfaces.ArgInput>(inputs: Inputs): Inputs {
  const open = Object.entries(inputs).map(([name, input]) => {
    const { options: _, ...rest } = input as typeof input & { options?: unknown }
    return [name, rest]
  })
  return Object.fromEntries(open) as Inputs
}
