import type { AdapterPayload } from 'oidc-provider'
import type { Handler } from './call.js'
import { Refusal } from './refusal.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** Sessions and grants of one user for administrators. */
export const sessionHandlers: Readonly<Record<string, Handler>> = {
  'GET /api/users/{}/sessions': ({ tenant, path }) => ({ body: { sessions: sessionsOf(tenant, path[0] ?? '') } }),
  'GET /api/users/{}/sessions/{}'({ tenant, path: [userId = '', id = ''] }) {
    return { body: shownSession(tenant, session(tenant, userId, id)) }
  },
  'DELETE /api/users/{}/sessions/{}'({ tenant, path: [userId = '', id = ''], query }) {
    endSession(tenant, userId, id, query.get('revokeGrantsTarget'))
    return { status: 204 }
  },
  'GET /api/users/{}/grants': ({ tenant, path, query }) => ({
    body: { grants: grantsOf(tenant, path[0] ?? '', query.get('appType')) },
  }),
  'DELETE /api/users/{}/grants/{}'({ tenant, path: [userId = '', id = ''] }) {
    revokeGrant(tenant, userId, id)
    return { status: 204 }
  },
}

/** The sessions in which the user is signed in; `current` is the session of the token that asks. */
export function sessionsOf(tenant: Tenant, userId: string, current?: string): Row[] {
  return active(tenant, 'Session', userId).map((payload) => ({
    ...shownSession(tenant, payload),
    ...(current === undefined ? {} : { isCurrent: payload.uid === current }),
  }))
}

/**
 * Ends a session, and revokes the grants of its applications where `target` is `all`, or of those that are the
 * tenant's own where it is `firstParty`. Throws 404 `oidc.session_not_found`.
 */
export function endSession(tenant: Tenant, userId: string, id: string, target: string | null): void {
  const { jti, authorizations = {} } = session(tenant, userId, id)
  for (const [clientId, { grantId }] of Object.entries(authorizations)) {
    const isMeant = target === 'all' || (target === 'firstParty' && !isThirdParty(tenant, clientId))
    if (isMeant && grantId) removeGrant(tenant, grantId)
  }
  tenant.artifacts.remove((payload) => payload.kind === 'Session' && payload.jti === jti)
}

/** What applications may do in the user's name; `type` is `firstParty` or `thirdParty`. */
export function grantsOf(tenant: Tenant, userId: string, type: string | null): Row[] {
  return active(tenant, 'Grant', userId)
    .filter(({ clientId = '' }) => type === null || isThirdParty(tenant, clientId) === (type === 'thirdParty'))
    .map(({ clientId = '', ...payload }) => ({
      id: payload.jti,
      payload: { ...payload, clientId },
      expiresAt: Number(payload.exp) * 1000,
      application: { id: clientId, name: tenant.table('applications').get(clientId)?.name ?? clientId },
    }))
}

/** Takes a grant back, with every token of it. Throws 404 `oidc.invalid_grant`. */
export function revokeGrant(tenant: Tenant, userId: string, id: string): void {
  if (!active(tenant, 'Grant', userId).some(({ jti }) => jti === id)) {
    throw new Refusal(404, 'oidc.invalid_grant', 'There is no such grant.')
  }
  removeGrant(tenant, id)
}

function removeGrant(tenant: Tenant, id: string): void {
  tenant.artifacts.remove((payload) => payload.grantId === id || (payload.kind === 'Grant' && payload.jti === id))
}

function session(tenant: Tenant, userId: string, id: string): AdapterPayload {
  const found = active(tenant, 'Session', userId).find(({ uid }) => uid === id)
  if (!found) throw new Refusal(404, 'oidc.session_not_found', 'There is no such session.')
  return found
}

function shownSession(tenant: Tenant, payload: AdapterPayload): Row {
  const { accountId, exp, authorizations = {} } = payload
  return {
    payload,
    lastSubmission: tenant.submissions.get(String(payload.uid)) ?? null,
    clientId: Object.keys(authorizations).at(-1) ?? null,
    accountId,
    expiresAt: Number(exp) * 1000,
  }
}

function active(tenant: Tenant, model: 'Session' | 'Grant', userId: string): AdapterPayload[] {
  return tenant.artifacts
    .all(model)
    .filter(({ accountId, exp }) => accountId === userId && Number(exp) * 1000 > Date.now())
}

function isThirdParty(tenant: Tenant, clientId: string): boolean {
  return tenant.table('applications').get(clientId)?.isThirdParty === true
}
