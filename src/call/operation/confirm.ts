import type { Tenant } from '../../access/auth/tenant.js'
import { DeclinedError, UsageError } from '../../base/errors.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../facts/operation.js'
import type { Input } from '../request/input.js'
import type { ApiRequest } from '../request/request.js'
import { askText, askYes } from './questions.js'
import { tenantName } from './tenant-name.js'

export interface Asking {
  /** What was typed, for a refusal. */
  what: string
  /** What the command does, in a few words. */
  summary: string
  /** Why it asks. */
  effect?: string
  /** The arguments as people know them; asked for only when there is a question. */
  names?: () => Promise<string[]>
  /** There is a terminal and `--no-input` was not given. */
  canAsk: boolean
}

/**
 * Asks before something is destroyed, naming it, the profile and the endpoint; on a protected profile its name must be
 * typed. Without a terminal it is refused unless `--yes` is given, and `--confirm NAME` for a protected profile.
 * Throws a DeclinedError when the answer is no, and a UsageError when there is nobody to ask (both exit 2).
 */
export async function confirmDestruction(
  tenant: Tenant,
  { args, flags }: Input,
  { what, summary, effect = 'destroys something', names, canAsk }: Asking,
): Promise<void> {
  const { profile } = tenant
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
      hint: `${hint} to do it anyway`,
    })
  }
  const whom = ((await names?.()) ?? Object.values(args)).join(', ')
  const question = `${summary}${whom ? `: ${whom}` : ''} on ${tenantName(tenant)}?`
  const agreed =
    guarded === undefined
      ? await askYes(question, false)
      : (await askText(`${question} Type ${guarded} to go ahead:`, false, 'add --yes')) === guarded
  if (agreed) return
  throw new DeclinedError('nothing was done', { code: 'usage.declined' })
}

/**
 * Why a request has to be agreed to: it destroys something, or changes something by a command that nobody has reviewed.
 * Undefined where it need not be.
 */
export function reasonToAsk(operation: Operation, request: ApiRequest): string | undefined {
  if (isDestructive(operation, request)) return 'destroys something'
  return operation.unreviewed && request.method !== 'GET' ? unseen : undefined
}

/** Why a write asks whose command was made from the tenant's documents. */
export const unseen = 'was made from the tenant and is not reviewed'

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
