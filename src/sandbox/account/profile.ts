import { checkPassword } from '../identity/password-policy.js'
import { passwordColumns } from '../identity/passwords.js'
import { refuseTaken } from '../identity/people.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { AccountCall, AccountHandler } from './call.js'
import { canVerify, isReadable, needEditable, needScope, needVerified } from './checks.js'

/** Who the user is: profile, password, social identities. */
export const profileHandlers: Readonly<Record<string, AccountHandler>> = {
  'GET /api/my-account': (call) => ({ body: profileOf(call) }),
  'PATCH /api/my-account'(call) {
    const { tenant, body, user } = call
    for (const field of Object.keys(body)) needEditable(call, field)
    needScope(call, 'profile', 400)
    if ('customData' in body) needScope(call, 'custom_data', 400)
    if ('username' in body) needVerified(call)
    if (body.username) refuseTaken(tenant, { type: 'username', value: String(body.username) }, user)
    store(call, body)
    return { body: profileOf(call) }
  },
  'PATCH /api/my-account/profile'(call) {
    needEditable(call, 'profile')
    needScope(call, 'profile', 400)
    if ('address' in call.body) needScope(call, 'address', 400)
    store(call, { profile: { ...(call.user.profile as Row), ...call.body } })
    return { body: call.user.profile }
  },
  async 'POST /api/my-account/password'(call) {
    const password = String(call.body.password)
    if (canVerify(call.user)) needVerified(call)
    needEditable(call, 'password')
    checkPassword(call.tenant, password, call.user)
    const { tenant, user } = call
    tenant.table('users').change(user, { ...(await passwordColumns(password)), updatedAt: Date.now() })
    return { status: 204 }
  },
  'POST /api/my-account/identities': link,
  'PUT /api/my-account/identities': link,
  'DELETE /api/my-account/identities/{}'(call) {
    const { user, path } = call
    if (canVerify(user)) needVerified(call)
    needEditable(call, 'social')
    needScope(call, 'identities')
    const { [path[0] ?? '']: removed, ...rest } = user.identities as Row
    if (!removed) throw new Refusal(404, 'user.identity_not_exist', 'The account has no such identity.')
    store(call, { identities: rest })
    return { status: 204 }
  },
  'GET /api/my-account/identities/{}/access-token': noToken,
  'PUT /api/my-account/identities/{}/access-token': noToken,
  'GET /api/my-account/sso-identities/{}/access-token': noToken,
}

function store({ tenant, user }: AccountCall, change: Row): void {
  tenant.change('users', user, { ...change, updatedAt: Date.now() })
}

/** Nobody signs in with a social identity here, so no record of one can be found. */
function link(call: AccountCall): never {
  if (canVerify(call.user)) needVerified(call)
  needEditable(call, 'social')
  needScope(call, 'identities')
  throw new Refusal(400, 'verification_record.not_found', 'There is no such verification record.')
}

function noToken(call: AccountCall): never {
  needScope(call, 'identities')
  throw new Refusal(404, 'entity.not_found', 'No third party has given a token for this account.')
}

/** Properties of the account with the scope and the field of the account center that show them. */
const shown: readonly [name: string, scope: string, field?: string][] = [
  ['name', 'profile', 'name'],
  ['avatar', 'profile', 'avatar'],
  ['username', 'profile', 'username'],
  ['profile', 'profile', 'profile'],
  ['hasPassword', 'profile', 'password'],
  ['primaryEmail', 'email', 'email'],
  ['primaryPhone', 'phone', 'phone'],
  ['customData', 'custom_data', 'customData'],
  ['identities', 'identities', 'social'],
  ['lastSignInAt', 'profile'],
  ['createdAt', 'profile'],
  ['updatedAt', 'profile'],
  ['applicationId', 'profile'],
  ['isSuspended', 'profile'],
]

/** What the token and the account center let the user see of the account. */
function profileOf({ user, token, fields }: AccountCall): Row {
  const visible = shown.filter(
    ([, scope, field]) => token.scopes.has(scope) && (field === undefined || isReadable(fields, field)),
  )
  const account: Row = Object.fromEntries(visible.map(([name]) => [name, user[name]]))
  if (account.profile && !token.scopes.has('address')) {
    const { address: _, ...profile } = account.profile as Row
    account.profile = profile
  }
  return {
    id: user.id,
    ...account,
    ...(token.scopes.has('identities') ? { ssoIdentities: [] } : {}),
    hasSecurityVerificationMethod: canVerify(user),
  }
}
