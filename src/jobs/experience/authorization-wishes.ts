import { UsageError } from '../../base/errors.js'

/** What the flags of a command say about the authorization request. */
export interface AuthorizationWishes {
  clientId: string
  /** As it was typed: the tenant compares it letter by letter. */
  redirectUri: string
  /** Separated by spaces. */
  scope: string
  resources: readonly string[]
  /** Parameters of the request beside those that every one has, in the order of the flags. */
  parameters: readonly (readonly [string, string])[]
}

/** Parameters that this program gives itself. */
const own = new Set(
  ['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'resource'].concat([
    'state',
    'nonce',
    'code_challenge',
    'code_challenge_method',
    'request',
    'request_uri',
  ]),
)

const defaultScope = 'openid profile'

/**
 * Reads the flags of an authorization request. Logto hands out a refresh token only with consent, so the scope
 * `offline_access` asks for it unless `--prompt` says otherwise. Throws a UsageError for what is missing or is no URI.
 */
export function authorizationWishes(
  flags: Readonly<Record<string, unknown>>,
  { scope: fallback = defaultScope }: { scope?: string } = {},
): AuthorizationWishes {
  const text = (name: string) => flags[name] as string | undefined
  const scope = text('scope') ?? fallback
  const prompt = text('prompt') ?? (scope.split(' ').includes('offline_access') ? 'consent' : undefined)
  const named = {
    prompt,
    organization_id: text('organization-id'),
    login_hint: text('login-hint'),
    ui_locales: text('ui-locales'),
  }
  return {
    clientId: required(text('client-id'), 'client-id'),
    redirectUri: redirectUri(required(text('redirect-uri'), 'redirect-uri')),
    scope,
    resources: (flags.resource as string[] | undefined) ?? [],
    parameters: [
      ...Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
      ...((flags.extra as string[] | undefined) ?? []).map(extra),
    ],
  }
}

function required(value: string | undefined, flag: string): string {
  if (value) return value
  throw new UsageError(`--${flag} is missing`, {
    code: 'usage.missing_flag',
    hint:
      flag === 'client-id'
        ? 'give the id of the application to sign in to; see `logto apps list`'
        : 'give one of the redirect URIs of the application; see `logto apps get`',
  })
}

function redirectUri(text: string): string {
  if (URL.canParse(text)) return text
  throw new UsageError(`--redirect-uri: ${text} is not a URI`, {
    code: 'usage.bad_redirect_uri',
    hint: 'give it as the application has it, such as https://app.example.com/callback',
  })
}

function extra(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  const name = text.slice(0, at)
  if (at < 1) {
    throw new UsageError(`--extra ${text}: there is no name before a '='`, {
      code: 'usage.bad_pair',
      hint: 'write --extra NAME=VALUE',
    })
  }
  if (own.has(name)) {
    throw new UsageError(`--extra ${name}: this program gives that parameter itself`, {
      code: 'usage.bad_flags',
      hint: 'see the flags in the help',
    })
  }
  return [name, text.slice(at + 1)]
}
