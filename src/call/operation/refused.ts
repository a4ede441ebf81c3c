import type { Tenant } from '../../access/auth/tenant.js'
import type { Operation } from '../facts/operation.js'
import type { ErrorBody } from './error-body.js'
import type { TenantAnswer } from './tenant-client.js'

/** What a refusal needs to know of the operation: hand-written requests may give its authority alone. */
export type RefusedOperation = Pick<Operation, 'authority' | 'userScopes' | 'body' | 'refusals'> &
  Partial<Pick<Operation, 'path' | 'args' | 'query'>>

/** A request that was refused, with all that a remedy may name. */
export interface Refused {
  sent: TenantAnswer
  operation: RefusedOperation
  tenant: Tenant
  /** What the answer says, where it says it in Logto's way. */
  error: ErrorBody | undefined
  /** What was found out not to exist, such as `user u1`. */
  missing: readonly string[]
}

/** What is said of a refusal in the place of Logto's message, and what to do about it: a command, if there is one. */
export interface Words {
  says?: string
  hint?: string
}

/** The words for a refusal, where any are known. A text alone is what to do. */
export type Remedy = string | Words | ((refused: Refused) => string | Words | undefined)
