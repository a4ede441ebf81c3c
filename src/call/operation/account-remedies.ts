import type { Tenant } from '../../access/auth/tenant.js'
import { accountScopes, loginScopesWith } from '../../access/auth/user-scopes.js'
import type { Profile } from '../../access/profiles/profile.js'
import { isPlainObject } from '../../base/value-path.js'
import type { ApiRequest } from '../request/request.js'
import type { Refused, Remedy } from './refused.js'
import { shellWord } from './shell-text.js'
import { usedProfile } from './tenant-name.js'

/** What an end user, or the administrator of their tenant, does about a refusal of the Account API. */
export const accountRemedies: Readonly<Record<string, Remedy>> = {
  'account_center.not_enabled':
    'the account center is switched off: an administrator switches it on with `logto account-center update --enabled`',
  'account_center.field_not_enabled': openField('ReadOnly'),
  'account_center.field_not_editable': openField('Edit'),
  'auth.unauthorized': missingScope,
  'auth.forbidden': missingScope,
  'auth.third_party_application_forbidden': ({ tenant }) =>
    `applications of third parties may only read: sign in by one of your own with \`logto login --user${profileFlag(tenant)} --client-id ID\``,
  'verification_record.permission_denied': ({ sent, tenant }) => {
    const isGiven = sent.request?.headers['logto-verification-id'] !== undefined
    const why = isGiven ? "the proof has expired, or is another user's: prove again" : 'first prove'
    return `${why} who you are with \`logto account step-up${usedProfile(tenant)}\`, then try again`
  },
  'verification_record.not_found': {
    says: 'there is no such verification record',
    hint: 'make it again with `logto verifications`: it has expired, or is of another user',
  },
  'session.invalid_credentials': 'a user without a password proves who they are by --email or --phone',
  'verification_code.code_mismatch': 'only the code of the last message counts; ask for another one if it is lost',
}

/** Logto answers a token that lacks a scope with 400 or 401, and the code of one that is not valid at all. */
function missingScope({ sent, operation, tenant }: Refused): string {
  const scopes = operation.userScopes ?? ['openid']
  const named = `the scope${scopes.length === 1 ? '' : 's'} ${scopes.join(' and ')}`
  const why =
    sent.answer.status === 401
      ? `the token has expired, is not an opaque one of this tenant, or lacks ${named}`
      : `the token lacks ${named}`
  const { profile } = tenant
  if (!profile) return `${why}: request another LOGTO_USER_TOKEN with ${named}, and without a resource`
  return `${why}: ${signInAgain(profile.name, profile.facts, scopes)}`
}

/** The command that replaces an end user's profile by one with further scopes. */
function signInAgain(name: string, facts: Profile, needed: readonly string[]): string {
  const { kind, endpoint, clientId = 'ID', userId = 'USER-ID', storage, insecureHttp } = facts
  const place = [
    ...(storage === 'file' ? ['--storage file'] : []),
    ...(insecureHttp && kind !== 'impersonation' ? ['--insecure-http'] : []),
  ]
  const account = [...new Set([...accountScopes, ...needed])].join(' ')
  const scope = `--scope ${shellWord([kind === 'user' ? loginScopesWith(needed) : account])}`
  if (kind === 'impersonation') {
    return ['logto users impersonate', userId, '--client-id', clientId, '--save', name, ...place, scope].join(' ')
  }
  const pat = kind === 'user-token' ? ['--personal-access-token-stdin'] : []
  return [
    'logto login --user',
    ...pat,
    '-p',
    name,
    '--endpoint',
    endpoint,
    '--client-id',
    clientId,
    ...place,
    scope,
  ].join(' ')
}

/** The account center opens each field of an account by itself. */
function openField(level: 'ReadOnly' | 'Edit'): Remedy {
  return ({ sent }) => {
    const parts = fieldsOf(sent.request).map((field) => `--set fields.${field}=${level}`)
    return `the account center keeps this closed: an administrator opens it with \`logto account-center update ${parts.join(' ')} --merge\``
  }
}

/** Fields of the account center by the part of the account that a path names. */
const fieldByPart: Readonly<Record<string, string>> = {
  'primary-email': 'email',
  'primary-phone': 'phone',
  password: 'password',
  profile: 'profile',
  'user-assets': 'avatar',
  identities: 'social',
  'sso-identities': 'social',
  'mfa-settings': 'mfa',
  'mfa-verifications': 'mfa',
  'logto-configs': 'mfa',
  sessions: 'session',
  grants: 'session',
}

/** Properties of a body that are fields by themselves. */
const fieldByProperty: Readonly<Record<string, string>> = {
  name: 'name',
  avatar: 'avatar',
  username: 'username',
  customData: 'customData',
  mfa: 'mfa',
  passkeySignIn: 'passkey',
}

function fieldsOf({ path = '', body }: Partial<ApiRequest> = {}): string[] {
  const part = path.split('/')[3]
  const given = body?.kind === 'json' && isPlainObject(body.value) ? Object.keys(body.value) : []
  const named =
    part === undefined || part === 'logto-configs' ? given.flatMap((name) => fieldByProperty[name] ?? []) : []
  return named.length > 0 ? named : [fieldByPart[part ?? ''] ?? 'FIELD']
}

function profileFlag({ profile }: Tenant): string {
  return profile ? ` -p ${profile.name}` : ''
}
