import type { Tenant } from '../../access/auth/tenant.js'
import type { Operation } from '../facts/operation.js'
import type { TenantAnswer } from './tenant-client.js'

/** What a refusal needs to know of the operation: hand-written requests may give its authority alone. */
export type RefusedOperation = Pick<Operation, 'authority' | 'userScopes' | 'verification'>

/** A request that was refused, with all that a remedy may name. */
export interface Refused {
  sent: TenantAnswer
  operation: RefusedOperation
  tenant: Tenant
}

/** What to do about a refusal, where anything is known: a command to run, if there is one. */
export type Remedy = string | ((refused: Refused) => string | undefined)
