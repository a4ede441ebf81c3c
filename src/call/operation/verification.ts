import type { Tenant } from '../../access/auth/tenant.js'
import type { Operation } from '../facts/operation.js'
import type { ApiRequest } from '../request/request.js'
import { errorCode, type TenantAnswer } from './tenant-client.js'

/** The flag of the header that carries the id of a verification record. */
const flag = 'verification-id'

/** The request with the record of `account step-up`, where the operation can use one and none was given. */
export async function proven(request: ApiRequest, { headers }: Operation, tenant: Tenant): Promise<ApiRequest> {
  const name = headers?.[flag]?.wire.toLowerCase()
  if (name === undefined || request.headers[name] !== undefined) return request
  const record = await tenant.verification?.current()
  return record ? { ...request, headers: { ...request.headers, [name]: record.id } } : request
}

/** Forgets the record of `account step-up` when it was sent and Logto does not take it any more. */
export async function forgetRefused({ answer, request }: TenantAnswer, { verification }: Tenant): Promise<void> {
  if (!verification || errorCode(answer) !== 'verification_record.permission_denied') return
  const kept = await verification.current()
  if (kept && request && Object.values(request.headers).includes(kept.id)) await verification.forget()
}
