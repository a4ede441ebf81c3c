import type { Tenant } from '../../access/auth/tenant.js'
import { UsageError } from '../../base/errors.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../facts/operation.js'
import type { Input } from '../request/input.js'
import type { ApiRequest } from '../request/request.js'
import { askText, askYes } from './questions.js'

export interface Asking {
  /** What was typed, for a refusal. */
  what: string
  /** What the command does, in a few words. */
  summary: string
  /** Why it asks. */
  effect?: string
  /** There is a terminal and `--no-input` was not given. */
  canAsk: boolean
}

/**
 * Asks before something is destroyed, naming it, the profile and the endpoint; on a protected profile its name must be
 * typed. Without a terminal it is refused unless `--yes` is given, and `--confirm NAME` for a protected profile.
 * Throws a UsageError (exit 2) when the answer is no or cannot be had.
 */
export async function confirmDestruction(
  { endpoint, profile }: Tenant,
  { args, flags }: Input,
  { what, summary, effect = 'destroys something', canAsk }: Asking,
): Promise<void> {
  const guarded = profile?.facts.protected ? profile.name : undefined
  const confirmed = guarded === undefined || flags.confirm === guarded
  if (flags.yes === true && confirmed) return
  if (guarded !== undefined && flags.confirm !== undefined && !confirmed) {
    throw new UsageError(`--confirm ${String(flags.confirm)} is not the name of the protected profile`, {
      code: 'usage.not_confirmed',
      hint: `the profile is ${guarded}: is it the one you mean?`,
    })
  }
  if (!canAsk) {
    const hint = guarded === undefined ? 'add --yes' : `profile ${guarded} is protected: add --yes --confirm ${guarded}`
    throw new UsageError(`${what} ${effect}, and there is no terminal to ask on`, {
      code: 'usage.not_confirmed',
      hint: `${hint} to do it all the same`,
    })
  }
  const whom = Object.values(args).join(', ')
  const where = profile ? `profile ${profile.name} (${endpoint.origin})` : endpoint.origin
  const question = `${summary}${whom ? `: ${whom}` : ''} on ${where}?`
  const agreed =
    guarded === undefined
      ? await askYes(question, false)
      : (await askText(`${question} Type ${guarded} to go ahead:`, false, 'add --yes')) === guarded
  if (agreed) return
  const hint = `add --yes${guarded === undefined ? '' : ` --confirm ${guarded}`} to skip the question`
  throw new UsageError('nothing was done', { code: 'usage.declined', hint })
}

/** Whether the request destroys something: by its nature, or since it puts nothing in the place of what is stored. */
export function isDestructive(operation: Operation, { body }: ApiRequest): boolean {
  if (operation.destructive) return true
  if (!operation.destructiveWhenEmpty || body?.kind !== 'json') return false
  return isEmpty(body.value) || (isPlainObject(body.value) && Object.values(body.value).every(isEmpty))
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isPlainObject(value) && Object.keys(value).length === 0
}
