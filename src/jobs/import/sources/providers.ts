/** The target of Logto's connector for a provider, by the names that other systems have for it. */
const targets: Readonly<Record<string, string>> = {
  google: 'google',
  'google-oauth2': 'google',
  google_oauth2: 'google',
  'google.com': 'google',
  github: 'github',
  'github.com': 'github',
  facebook: 'facebook',
  'facebook.com': 'facebook',
  apple: 'apple',
  'apple.com': 'apple',
  signinwithapple: 'apple',
  microsoft: 'azuread',
  'microsoft.com': 'azuread',
  windowslive: 'azuread',
  azure: 'azuread',
  azure_activedirectory_v2: 'azuread',
  twitter: 'x',
  'twitter.com': 'x',
  twitter2: 'x',
  x: 'x',
  linkedin: 'linkedin',
  'linkedin.com': 'linkedin',
  linkedin_oidc: 'linkedin',
  'linkedin-openid-connect': 'linkedin',
  discord: 'discord',
  gitlab: 'gitlab',
  slack: 'slack',
  slack_oidc: 'slack',
  amazon: 'amazon',
  loginwithamazon: 'amazon',
  line: 'line',
  kakao: 'kakao',
  naver: 'naver',
  wechat: 'wechat',
  weixin: 'wechat',
  patreon: 'patreon',
}

/** Undefined for a provider that Logto has no connector for, and for enterprise connections. */
export function connectorTarget(provider: string): string | undefined {
  return targets[provider.toLowerCase()]
}

/** Providers whose IDs of people are those of one client: another one sees others (OpenID Connect Core, 8.1). */
export const pairwiseTargets: ReadonlySet<string> = new Set(['apple', 'azuread'])
