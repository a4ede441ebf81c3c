import { endSession, grantsOf, revokeGrant, sessionsOf } from '../sessions.js'
import type { AccountCall, AccountHandler } from './call.js'
import { needEditable, needReadable, needScope, needVerified } from './checks.js'

/** Where the user is signed in, and what applications may do in their name. */
export const sessionHandlers: Readonly<Record<string, AccountHandler>> = {
  'GET /api/my-account/sessions'(call) {
    check(call, needReadable)
    const { tenant, user, token } = call
    return { body: { sessions: sessionsOf(tenant, String(user.id), token.sessionUid ?? '') } }
  },
  'DELETE /api/my-account/sessions/{}'(call) {
    check(call, needEditable)
    endSession(call.tenant, String(call.user.id), call.path[0] ?? '', call.query.get('revokeGrantsTarget'))
    return { status: 204 }
  },
  'GET /api/my-account/grants'(call) {
    check(call, needReadable)
    return { body: { grants: grantsOf(call.tenant, String(call.user.id), call.query.get('appType')) } }
  },
  'DELETE /api/my-account/grants/{}'(call) {
    check(call, needEditable)
    revokeGrant(call.tenant, String(call.user.id), call.path[0] ?? '')
    return { status: 204 }
  },
}

function check(call: AccountCall, needField: typeof needReadable): void {
  needVerified(call)
  needField(call, 'session')
  needScope(call, 'urn:logto:scope:sessions')
}
