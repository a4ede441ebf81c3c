import type { Row } from './store.js'
import type { Tenant } from './tenant.js'
import type { Tokens } from './tokens.js'

/** An error of `/oidc/token`: RFC 6749, section 5.2, with Logto's `code` and `message` beside it. */
class OidcRefusal extends Error {
  constructor(
    readonly status: 400 | 401,
    readonly error: string,
    readonly description: string,
  ) {
    super(description)
  }

  get body(): object {
    const { error, description } = this
    return {
      code: `oidc.${error}`,
      message: `The token endpoint refuses: ${description}.`,
      error,
      error_description: description,
    }
  }
}

/**
 * Answers a client credentials request (RFC 6749, section 4.4) for any application of the tenant that has secrets.
 * The resource is needed (RFC 8707); the token holds those of the asked scopes that the application's roles grant.
 * `form` is the body; `authorization` the header, whose id and secret are form-encoded (RFC 6749, section 2.3.1).
 */
export function answerToken(
  tenant: Tenant,
  tokens: Tokens,
  form: URLSearchParams,
  authorization: string | undefined,
): { status: 200 | 400 | 401; body: object } {
  try {
    const application = authenticate(tenant, form, authorization)
    const grant = form.get('grant_type')
    if (!grant) throw new OidcRefusal(400, 'invalid_request', "missing required parameter 'grant_type'")
    if (grant !== 'client_credentials')
      throw new OidcRefusal(400, 'unsupported_grant_type', 'the sandbox knows client_credentials only')
    const { resource, scope } = granted(tenant, application, form)
    const token = tokens.issue(String(application.id), resource, scope)
    return {
      status: 200,
      body: { access_token: token, expires_in: tokens.lifetime, token_type: 'Bearer', ...(scope ? { scope } : {}) },
    }
  } catch (error) {
    if (error instanceof OidcRefusal) return { status: error.status, body: error.body }
    throw error
  }
}

function authenticate(tenant: Tenant, form: URLSearchParams, authorization: string | undefined): Row {
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1]
  if (basic && form.has('client_secret'))
    throw new OidcRefusal(400, 'invalid_request', 'the client authenticates twice')
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(formDecoded)
    : [form.get('client_id'), form.get('client_secret')]
  if (!id) throw new OidcRefusal(400, 'invalid_request', 'the client does not authenticate')
  const application = tenant.table('applications').get(id)
  const secrets = tenant.table('application_secrets').rows.filter((row) => row.applicationId === id)
  const found = secrets.find((row) => row.value === secret)
  if (!application || !found) throw new OidcRefusal(401, 'invalid_client', 'the client or its secret is not known')
  if (found.expiresAt !== null && Number(found.expiresAt) <= tenant.now()) {
    throw new OidcRefusal(400, 'invalid_request', 'client secret has expired')
  }
  return application
}

function formDecoded(text: string): string {
  return new URLSearchParams(`x=${text}`).get('x') ?? ''
}

/** What the token is for. A scope that the resource does not have is refused; one that is not granted is left out. */
function granted(tenant: Tenant, application: Row, form: URLSearchParams): { resource: string; scope: string } {
  const indicator = form.get('resource')
  if (!indicator) throw new OidcRefusal(400, 'invalid_target', 'both `resource` and `organization_id` are not provided')
  const resource = tenant.table('resources').rows.find((row) => row.indicator === indicator)
  if (!resource) throw new OidcRefusal(400, 'invalid_target', 'resource indicator is missing, or unknown')
  const scopes = tenant.table('scopes').rows.filter((row) => row.resourceId === resource.id)
  const asked = (form.get('scope') ?? '').split(' ').filter((name) => name !== '')
  if (asked.some((name) => !scopes.some((row) => row.name === name))) {
    throw new OidcRefusal(400, 'invalid_scope', 'requested scope is not known')
  }
  const roles = tenant.links('roleApplications').holdersOf(String(application.id))
  const held = scopes.filter((row) => roles.some((role) => tenant.links('roleScopes').has(role, String(row.id))))
  return { resource: indicator, scope: asked.filter((name) => held.some((row) => row.name === name)).join(' ') }
}
