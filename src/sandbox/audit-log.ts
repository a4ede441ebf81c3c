import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import { collectionAt } from './collections.js'
import { Refusal } from './refusal.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

const logs = collectionAt('/api/logs')

/** Who asked: what every entry of a request has. */
export interface Requester {
  ip?: string | undefined
  userAgent?: string | undefined
}

/** Adds an entry to the audit log; with an `error` it says what went wrong. */
export function record(tenant: Tenant, key: string, requester: Requester, facts: Row, error?: unknown): void {
  const result = error === undefined ? 'Success' : 'Error'
  const all: Row = { key, result, ...requester, ...facts, error: error === undefined ? undefined : failure(error) }
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
  tenant.insert(logs, { key, payload })
}

function failure(error: unknown): Row {
  if (error instanceof Refusal) return { code: error.code, message: error.message, data: error.extra.data ?? null }
  return { message: String(error) }
}

/** Steps of a sign-in by operation; `{event}` is what the person came for, `{type}` and so on is in the body. */
const steps: Readonly<Record<string, string>> = {
  'PUT /api/experience': 'Create',
  'PUT /api/experience/interaction-event': 'Update',
  'POST /api/experience/identification': 'Identifier.Submit',
  'POST /api/experience/submit': 'Submit',
  'POST /api/experience/verification/password': 'Verification.Password.Submit',
  'POST /api/experience/verification/new-password-identity': 'Verification.NewPasswordIdentity.Submit',
  'POST /api/experience/verification/one-time-token/verify': 'Verification.OneTimeToken.Submit',
  'POST /api/experience/verification/totp/secret': 'Verification.Totp.Create',
  'POST /api/experience/verification/totp/verify': 'Verification.Totp.Submit',
  'POST /api/experience/verification/backup-code/generate': 'Verification.BackupCode.Create',
  'POST /api/experience/verification/backup-code/verify': 'Verification.BackupCode.Submit',
  'POST /api/experience/profile': 'Profile.Update',
  'PUT /api/experience/profile/password': 'Profile.Update',
}
const codes = /^POST \/api\/experience\/verification\/verification-code(\/verify)?$/

/** Key of the entry that a step of a sign-in leaves; none for what only looks. */
export function stepKey(operation: string, event: string, body: Row): string | undefined {
  const code = codes.exec(operation)
  if (code) {
    const { type } = body.identifier as Row
    const kind = type === 'email' ? 'EmailVerificationCode' : 'PhoneVerificationCode'
    return `Interaction.${event}.Verification.${kind}.${code[1] ? 'Submit' : 'Create'}`
  }
  if (operation === 'POST /api/experience/profile/mfa') return `Interaction.${event}.BindMfa.${body.type}.Submit`
  return steps[operation] && `Interaction.${event}.${steps[operation]}`
}

const grants: Readonly<Record<string, string>> = {
  authorization_code: 'AuthorizationCode',
  refresh_token: 'RefreshToken',
  client_credentials: 'ClientCredentials',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'TokenExchange',
  'urn:ietf:params:oauth:grant-type:device_code': 'DeviceCode',
}

/** Records what the provider does: sign-ins that begin and end, and tokens that are given. */
export function recordProvider(tenant: Tenant, provider: Provider): void {
  const tokens = (context: KoaContextWithOIDC, error?: Error) => {
    const grant = grants[String(context.oidc.params?.grant_type)] ?? 'Unknown'
    const { access_token, refresh_token, id_token, scope } = (context.body ?? {}) as Row
    const given = { AccessToken: access_token, RefreshToken: refresh_token, IdToken: id_token }
    const tokenTypes = Object.entries(given).flatMap(([type, value]) => (value ? [type] : []))
    record(tenant, `ExchangeTokenBy.${grant}`, requesterOf(context), { ...factsOf(context), tokenTypes, scope }, error)
  }
  provider.on('grant.success', (context) => tokens(context))
  provider.on('grant.error', (context, error) => tokens(context, error))
  provider.on('interaction.started', (context, prompt) =>
    record(tenant, 'Interaction.Create', requesterOf(context), { ...factsOf(context), prompt: { name: prompt.name } }),
  )
  provider.on('interaction.ended', (context) =>
    record(tenant, 'Interaction.End', requesterOf(context), factsOf(context)),
  )
}

function requesterOf({ request, ip }: KoaContextWithOIDC): Requester {
  return { ip, userAgent: request.headers['user-agent'] }
}

const secret = /secret|token|password|assertion|code$|verifier/

/** Application, person, session and parameters of a request to the provider; secrets are masked. */
function factsOf({ oidc }: KoaContextWithOIDC): Row {
  const { Account, Client, Session, Interaction } = oidc.entities
  const given = Object.entries({ ...oidc.params }).filter(([, value]) => value !== undefined)
  const masked = given.map(([name, value]) => [name, secret.test(name) && !name.endsWith('_type') ? '******' : value])
  return {
    applicationId: Client?.clientId,
    sessionId: Session?.jti,
    interactionId: Interaction?.jti,
    userId: Account?.accountId,
    params: Object.fromEntries(masked),
  }
}
