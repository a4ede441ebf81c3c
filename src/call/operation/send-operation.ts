import type { Tenant } from '../../access/auth/tenant.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../facts/operation.js'
import type { Answer } from '../http/exchange.js'
import type { Input } from '../request/input.js'
import type { ApiRequest } from '../request/request.js'
import { type Asking, confirmDestruction, reasonToAsk } from './confirm.js'
import { missingObjects } from './missing-objects.js'
import { refuseWrite } from './protection.js'
import { refusalOf } from './refusal.js'
import { errorCode, type TenantClient } from './tenant-client.js'
import { refuseUnfitCredentials } from './unfit-credentials.js'
import { unknownPathHint } from './unknown-path.js'
import { forgetRefused } from './verification.js'

/**
 * What stands between a write and its sending: credentials of the wrong kind, a read-only profile, and a question
 * before something is destroyed.
 */
export async function guardRequest(
  tenant: Tenant,
  operation: Operation,
  request: ApiRequest,
  input: Input,
  asking: Asking,
): Promise<void> {
  refuseUnfitCredentials(tenant, operation.authority)
  if (request.method !== 'GET') refuseWrite(tenant)
  const effect = reasonToAsk(operation, request)
  if (effect !== undefined) await confirmDestruction(tenant, input, { effect, ...asking })
}

/** What a sender hears and wants beside the answer. */
export interface Sending {
  say: (text: string) => Promise<void>
  /** Refusals that are no failure for the sender. */
  takes?: ((answer: Answer) => boolean) | undefined
}

/**
 * Sends a request and returns its answer of 2xx or 3xx, or a refusal that is a result; any other raises the failure it
 * stands for. A set that is safe only member by member is replaced so.
 */
export async function sendOperation(
  client: TenantClient,
  operation: Operation,
  request: ApiRequest,
  sending: Sending,
): Promise<Answer> {
  if (operation.memberwise !== undefined && request.method === 'PUT') {
    const { replaceMembers } = await import('./member-wise.js')
    return replaceMembers(operation.memberwise, request, (one) => sendOne(client, operation, one, sending))
  }
  return sendOne(client, operation, request, sending)
}

async function sendOne(
  client: TenantClient,
  operation: Operation,
  request: ApiRequest,
  { say, takes }: Sending,
): Promise<Answer> {
  const sent = await client.send(request, operation.authority)
  const { answer } = sent
  if (answer.status < 400 || isVerdict(operation, answer) || takes?.(answer)) return answer
  if (request.method === 'DELETE' && answer.status === 404 && answer.unclear) {
    await say('the first try was cut off, and the second found nothing left to delete: taken as done')
    return { ...answer, status: 204, text: '' }
  }
  await forgetRefused(sent, client.tenant)
  const missing = await missingObjects(client, operation, sent, errorCode(answer))
  const path = await unknownPathHint(client.tenant, operation, sent)
  const refusal = refusalOf(sent, operation, client.tenant, missing, path)
  if (operation.halfMade === undefined) throw refusal
  const { halfMade } = await import('./half-made.js')
  throw await halfMade(client, operation, sent, refusal)
}

/** Whether a refusal is the result that was asked for: Logto's errors have a code, results have none. */
export function isVerdict({ rejected }: Operation, { status, text }: Answer): boolean {
  if (rejected === undefined || status < 400 || status >= 500) return false
  try {
    const body: unknown = JSON.parse(text)
    return isPlainObject(body) && body.code === undefined
  } catch {
    return false
  }
}
