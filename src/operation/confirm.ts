import { InterruptedError, UsageError } from '../errors.js'
import type { Input } from '../request/build.js'
import { isPlainObject } from '../request/paths.js'
import type { ApiRequest } from '../request/request.js'
import type { Operation } from './operation.js'

interface Asking {
  command: string
  /** What the command does, in a few words. */
  summary: string
  endpoint: string | undefined
  /** There is a terminal and `--no-input` was not given. */
  canAsk: boolean
}

/**
 * Asks before something is destroyed, naming it. Without a terminal it is refused unless `--yes` is given.
 * Throws a UsageError (exit 2) when the answer is no or cannot be had.
 */
export async function confirmDestruction(
  operation: Operation,
  request: ApiRequest,
  { args, flags }: Input,
  { command, summary, canAsk, endpoint }: Asking,
): Promise<void> {
  if (!isDestructive(operation, request) || flags.yes === true) return
  const what = [command, ...Object.values(args)].join(' ')
  if (!canAsk) {
    throw new UsageError(`${what} destroys something, and there is no terminal to ask on`, {
      code: 'usage.not_confirmed',
      hint: 'add --yes to do it all the same',
    })
  }
  const where = endpoint ?? process.env.LOGTO_ENDPOINT ?? 'the tenant'
  const whom = Object.values(args).join(', ')
  if (!(await ask(`${summary}${whom ? `: ${whom}` : ''} on ${where}?`))) {
    throw new UsageError('nothing was done', { code: 'usage.declined', hint: 'add --yes to skip the question' })
  }
}

function isDestructive(operation: Operation, { body }: ApiRequest): boolean {
  if (operation.destructive) return true
  if (!operation.destructiveWhenEmpty || body?.kind !== 'json' || !isPlainObject(body.value)) return false
  const sets = Object.values(body.value).filter(Array.isArray)
  return sets.length > 0 && sets.every((set) => set.length === 0)
}

/** A yes-or-no question on stderr; Enter means no. */
async function ask(message: string): Promise<boolean> {
  const { default: confirm } = await import('@inquirer/confirm')
  try {
    return await confirm({ message, default: false }, { output: process.stderr })
  } catch (cause) {
    throw new InterruptedError('interrupted', { code: 'interrupted', cause })
  }
}
