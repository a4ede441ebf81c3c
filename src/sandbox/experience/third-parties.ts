import { missing, Refusal } from '../refusal.js'
import type { ExperienceCall, ExperienceHandler } from './call.js'
import { ssoConnectorsFor } from './email-rules.js'
import { verificationNotFound } from './verifications.js'

/** Steps that need a third party or a browser: answered as Logto does where nothing of the kind is set up. */
export const thirdParties: Readonly<Record<string, ExperienceHandler>> = {
  'GET /api/experience/sso-connectors'({ tenant, query }) {
    return { body: { connectorIds: ssoConnectorsFor(tenant, query.get('email') ?? '').map((row) => row.id) } }
  },
  'POST /api/experience/verification/social/{}/authorization-uri'({ tenant, path, body }) {
    if (!tenant.table('connectors').get(path[0] ?? '')) throw missing('not_found', 'connectors', path[0] ?? '')
    if (!body.state || !body.redirectUri)
      throw new Refusal(400, 'session.insufficient_info', 'The sign-in lacks facts.')
    throw unsupported()
  },
  'POST /api/experience/verification/sso/{}/authorization-uri'({ tenant, path, body }) {
    if (!tenant.table('sso_connectors').get(path[0] ?? '')) {
      throw missing('with_id', 'sso_connectors', path[0] ?? '')
    }
    if (!body.state || !body.redirectUri)
      throw new Refusal(400, 'session.insufficient_info', 'The sign-in lacks facts.')
    throw unsupported()
  },
  'POST /api/experience/verification/social/{}/verify': never,
  'POST /api/experience/verification/sso/{}/verify': never,
  'POST /api/experience/verification/web-authn/registration/verify': never,
  'POST /api/experience/verification/web-authn/authentication/verify': never,
  'POST /api/experience/verification/web-authn/authentication': noPasskey,
  'POST /api/experience/verification/sign-in-passkey/authentication': noPasskey,
  'POST /api/experience/verification/sign-in-passkey/authentication/verify': never,
  'POST /api/experience/profile/mfa/passkey': never,
}

function never(): never {
  throw verificationNotFound()
}

function noPasskey({ interaction }: ExperienceCall): never {
  if (!interaction) throw verificationNotFound()
  throw new Refusal(400, 'session.mfa.webauthn_verification_not_found', 'The account has no passkey.')
}

const unsupported = () =>
  new Refusal(501, 'connector.not_implemented', 'The sandbox signs nobody in through a third party.')
