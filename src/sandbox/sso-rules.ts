import { Refusal } from './refusal.js'
import type { Rules } from './rule.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** The providers that Logto knows, and what each speaks. */
const providers: Readonly<Record<string, 'oidc' | 'saml'>> = {
  OIDC: 'oidc',
  SAML: 'saml',
  AzureAD: 'saml',
  AzureAdOidc: 'oidc',
  GoogleWorkspace: 'oidc',
  Okta: 'oidc',
}

/** Domains where everybody has an address. */
const publicDomains = new Set([
  'gmail.com',
  'yahoo.com',
  'outlook.com',
  'hotmail.com',
  'icloud.com',
  'qq.com',
  'aol.com',
])

/** What Logto takes for an enterprise SSO connector. The provider itself is not asked. */
export const ssoRules: Rules = {
  prepare(body, tenant, _, row) {
    const provider = String(row?.providerName ?? body.providerName)
    if (!providers[provider]) {
      throw new Refusal(422, 'connector.not_found', 'There is no such provider.')
    }
    refuseTwin(tenant, body, row)
    checkConfig(tenant, body.config as Row | undefined, row)
    return {
      ...body,
      ...(body.domains === undefined ? {} : { domains: keptDomains(body.domains as string[]) }),
      ...(body.config === undefined ? {} : { config: keptConfig(body.config as Row, provider) }),
    }
  },
}

function refuseTwin(tenant: Tenant, { connectorName }: Row, row: Row | undefined): void {
  const others = tenant.table('sso_connectors').rows.filter((each) => each !== row)
  if (connectorName === undefined || !others.some((each) => each.connectorName === connectorName)) return
  throw new Refusal(409, 'single_sign_on.duplicate_connector_name', 'There is one of this name already.')
}

function checkConfig(tenant: Tenant, config: Row | undefined, row: Row | undefined): void {
  if (config === undefined) return
  if (Object.keys(config).length === 0) throw new Refusal(400, 'connector.invalid_config', 'The config is invalid.')
  if (config.signAuthnRequest !== true) return
  const keys = row ? tenant.table('signing_keys').by('owner', String(row.id)) : []
  if (keys.some(({ active }) => active === true)) return
  throw new Refusal(400, 'single_sign_on.active_signing_key_required', 'Signed requests need an active key.')
}

function keptDomains(domains: readonly string[]): string[] {
  const kept = domains.map((domain) => domain.toLowerCase())
  const wrong = kept.filter((domain) => publicDomains.has(domain))
  if (wrong.length > 0) {
    throw new Refusal(422, 'single_sign_on.forbidden_domains', 'These domains are public.', { data: { data: wrong } })
  }
  if (new Set(kept).size === kept.length) return kept
  throw new Refusal(422, 'single_sign_on.duplicated_domains', 'A domain is given twice.')
}

function keptConfig(config: Row, provider: string): Row {
  return providers[provider] === 'oidc' ? { trustUnverifiedEmail: false, ...config } : config
}
