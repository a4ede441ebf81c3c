import { Command, type Config, type Interfaces } from '@oclif/core'
import { UsageError } from '../../base/errors.js'
import type { Streams } from '../output/streams.js'
import { processStreams } from '../output/streams.js'
import { globalFlags } from './global-flags.js'
import { usageErrorOf } from './parse-errors.js'

/** What every command shares: the global flags, usage errors that name the remedy, and the two writers. */
export abstract class BaseCommand extends Command {
  static override baseFlags: Interfaces.FlagInput = globalFlags

  /** As oclif's, over the configuration that runs it: oclif would open it a second time, which takes 1 ms. */
  static override async run<T extends Command>(
    this: new (
      argv: string[],
      config: Config,
    ) => T,
    argv: string[],
    config: Config,
  ): Promise<ReturnType<T['run']>> {
    return (new this(argv, config) as unknown as BaseCommand)._run()
  }

  protected readonly streams: Streams = processStreams()

  /** Parses with errors made for people, by the class's own arguments and flags unless others are given. Throws a UsageError. */
  protected async parseInput(
    { args, flags, baseFlags, strict }: Partial<Parsed> = this.ctor,
    argv = this.argv,
    command = this.typed,
  ): Promise<{
    args: Record<string, string>
    argv: string[]
    flags: Record<string, unknown>
  }> {
    // `--no-validate` sends values that this release does not know yet.
    const open = argv.includes('--no-validate')
    const own = withoutStdin(args ?? {})
    refuseBrokenWords(argv)
    const known = open
      ? { args: withoutOptions(own), flags: withoutOptions(flags ?? {}) }
      : { args: own, flags: flags ?? {} }
    try {
      const parsed = await this.parse({ ...known, baseFlags: baseFlags ?? {}, strict: strict ?? true }, argv)
      return { args: parsed.args as Record<string, string>, argv: parsed.argv as string[], flags: parsed.flags }
    } catch (error) {
      throw usageErrorOf(error, {
        command,
        flags: namesOf({ ...baseFlags, ...flags }),
        args: args ?? {},
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

/** What a command line is parsed by. */
interface Parsed {
  args: Interfaces.ArgInput
  flags: Interfaces.FlagInput
  baseFlags: Interfaces.FlagInput
  strict: boolean
}

/** Names of flags, their other names too. */
function namesOf(flags: Interfaces.FlagInput): string[] {
  return Object.entries(flags).flatMap(([name, { aliases }]) => [name, ...(aliases ?? [])])
}

/**
 * Node reads bytes of the command line that are not UTF-8 as the replacement character, which would be stored. The word
 * is not repeated: it may be a secret.
 */
function refuseBrokenWords(argv: readonly string[]): void {
  const at = argv.findIndex((word) => /\ufffd|\p{Surrogate}/u.test(word))
  if (at < 0) return
  const flag = [argv[at], argv[at - 1]].find((word) => word?.startsWith('--'))?.replace(/=.*/s, '')
  throw new UsageError(`the command line is not UTF-8${flag ? `, at ${flag}` : ''}`, {
    code: 'usage.bad_encoding',
    hint: 'set the terminal to UTF-8 (see `locale`), or put the text in a file and give @FILE with --encoding',
  })
}

/** oclif would take standard input, which may be a secret or a body, for an argument that is missing. */
function withoutStdin(args: Interfaces.ArgInput): Interfaces.ArgInput {
  return Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, { ...arg, ignoreStdin: true }]))
}

/** Flags or arguments that take any value. */
function withoutOptions<Inputs extends Interfaces.FlagInput | Interfaces.ArgInput>(inputs: Inputs): Inputs {
  const open = Object.entries(inputs).map(([name, input]) => {
    const { options: _, ...rest } = input as typeof input & { options?: unknown }
    return [name, rest]
  })
  return Object.fromEntries(open) as Inputs
}
