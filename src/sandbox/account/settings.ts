import { changeUserConfigs, userConfigs } from '../identity/user-configs.js'
import type { AccountCall, AccountHandler } from './call.js'
import { needEditable, needReadable, needScope, needVerified } from './checks.js'

/** What users choose about signing in. */
export const settingsHandlers: Readonly<Record<string, AccountHandler>> = {
  'GET /api/my-account/mfa-settings'(call) {
    needScope(call, 'identities')
    needReadable(call, 'mfa')
    return { body: mfaSettings(call) }
  },
  'PATCH /api/my-account/mfa-settings'(call) {
    needVerified(call)
    needScope(call, 'identities')
    needEditable(call, 'mfa')
    changeUserConfigs(call.tenant, call.user, { mfa: call.body })
    return { body: mfaSettings(call) }
  },
  'GET /api/my-account/logto-configs'(call) {
    needScope(call, 'identities')
    needReadable(call, passkeyField(call))
    return { body: shownConfigs(call) }
  },
  'PATCH /api/my-account/logto-configs'(call) {
    needVerified(call)
    needScope(call, 'identities')
    needEditable(call, passkeyField(call))
    changeUserConfigs(call.tenant, call.user, call.body)
    return { body: shownConfigs(call) }
  },
}

const passkeyField = ({ fields }: AccountCall) => (fields.passkey === undefined ? 'mfa' : 'passkey')

const mfaSettings = ({ tenant, user }: AccountCall) => ({
  skipMfaOnSignIn: userConfigs(tenant, user).mfa.skipMfaOnSignIn,
})

/** Users are not told whether an administrator has switched their second factor on. */
function shownConfigs({ tenant, user }: AccountCall) {
  const { mfa, passkeySignIn } = userConfigs(tenant, user)
  const { enabled: _, ...shown } = mfa
  return { mfa: shown, passkeySignIn }
}
