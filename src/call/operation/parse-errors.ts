import { Errors } from '@oclif/core'
import { CliFailure, UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'

/** What the parser's own errors carry, by the name of their class (the classes are not exported). */
interface ParserError extends Error {
  flags?: string[]
  args?: unknown[]
}

/** What a command offers, to name the nearest when something else was typed. */
export interface Offered {
  /** As typed: `users list`. */
  command: string
  flags: readonly string[]
  args: Readonly<Record<string, { options?: readonly string[] | undefined }>>
}

/**
 * Translates oclif's parse errors into usage errors that name the remedy. Anything else is returned as it is.
 * The values of flags are not repeated: they may be secrets.
 */
export function usageErrorOf(error: unknown, offered: Offered): unknown {
  if (!(error instanceof Errors.CLIError) || error instanceof CliFailure) return error
  const hint = `see logto ${offered.command} --help`
  const parser = error as ParserError
  switch (error.constructor.name) {
    case 'NonExistentFlagsError':
      return unknownFlag(parser.flags?.[0] ?? '', offered, error)
    case 'UnexpectedArgsError': {
      const count = Object.keys(offered.args).length
      const takes = count === 0 ? 'takes no arguments' : `takes ${count} argument${count === 1 ? '' : 's'}`
      return new UsageError(`unexpected argument: ${String(parser.args?.[0])}; ${offered.command} ${takes}`, {
        code: 'usage.unexpected_argument',
        hint: `quote a value that holds spaces; ${hint}`,
        cause: error,
      })
    }
    case 'RequiredArgsError': {
      const names = (parser.args as { name: string }[] | undefined)?.map((a) => a.name).join(', ')
      return new UsageError(`missing argument: ${names}`, { code: 'usage.missing_argument', hint, cause: error })
    }
    case 'FlagInvalidOptionError':
    case 'ArgInvalidOptionError':
      return invalidOption(error, hint, offered)
    case 'FailedFlagValidationError':
      return new UsageError(exclusiveText(error.message), { code: 'usage.bad_flags', hint, cause: error })
    default:
      return new UsageError(plain(error.message), { code: 'usage.bad_command_line', hint, cause: error })
  }
}

function unknownFlag(typed: string, offered: Offered, cause: unknown): UsageError {
  const name = typed.replace(/=.*$/s, '')
  const close = nearest(name.replace(/^-+(no-)?/, ''), offered.flags)
  return new UsageError(`unknown flag: ${name}`, {
    code: 'usage.unknown_flag',
    hint:
      close.length > 0
        ? `did you mean ${close.map((flag) => `--${flag}`).join(' or ')}? See logto ${offered.command} --help`
        : `see logto ${offered.command} --help`,
    cause,
  })
}

/** Longest list of values that a hint repeats: the help holds longer ones. Without a near value it may be longer. */
const fewOptions = 12
const mostOptions = 40

/** oclif says `Expected --type=Usr to be one of: User, MachineToMachine`, and of an argument its value alone. */
function invalidOption(error: Error, hint: string, { args }: Offered): UsageError {
  const match = /^Expected (--[\w-]+=)?([\s\S]*) to be one of: (.*)/.exec(plain(error.message))
  const [, flag, value = '', list = ''] = match ?? []
  const options = list.split(', ')
  const [close] = nearest(value, options)
  const [argument] = Object.entries(args).find(([, arg]) => arg.options?.join(', ') === list) ?? []
  const place = flag?.slice(0, -1) ?? argument
  return new UsageError(
    `${place ? `${place} ` : ''}cannot be ${value || 'empty'}${close ? `; did you mean ${close}?` : ''}`,
    {
      code: 'usage.bad_value',
      hint:
        options.length > 1 && options.length <= (close ? fewOptions : mostOptions)
          ? `it is one of ${options.join(', ')}`
          : hint,
      cause: error,
    },
  )
}

function exclusiveText(message: string): string {
  const match = /--([\w-]+)=[\s\S]* cannot also be provided when using --([\w-]+)/.exec(message)
  if (match) return `--${match[1]} and --${match[2]} cannot be given together`
  const [, flag, needed] = /must be provided when using --([\w-]+): (--[\w-]+)/.exec(message) ?? []
  return flag && needed ? `--${flag} goes with ${needed}` : plain(message)
}

/** A message of several lines in one, without its heading and `See more help with --help`. */
function plain(message: string): string {
  const lines = message.split('\n').map((line) => line.trim())
  const telling = lines.filter((line) => !/^$|^See more help|^The following errors? occurred:$/.test(line))
  return telling
    .join(' ')
    .replace(/^Parsing (--[\w-]+) /, '$1: ')
    .replace(/^Missing required flag (\S+)$/, '--$1 is missing')
}
