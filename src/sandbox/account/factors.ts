import { computeFor } from '../computed.js'
import {
  addFactor,
  areBackupCodes,
  factorsOf,
  isTotpCode,
  isTotpSecret,
  newBackupCodes,
  newTotpSecret,
  removeFactor,
  unusedCodes,
} from '../identity/factors.js'
import { signInExperience } from '../identity/settings.js'
import { Refusal } from '../refusal.js'
import type { Row } from '../store.js'
import type { AccountCall, AccountHandler } from './call.js'
import { needEditable, needReadable, needScope, needVerified } from './checks.js'
import { recordNotFound } from './records.js'

/** The user's second factors. */
export const factorHandlers: Readonly<Record<string, AccountHandler>> = {
  'GET /api/my-account/mfa-verifications'(call) {
    needReadable(call, 'mfa')
    needScope(call, 'identities')
    const list = own(call)
    return { list, compute: computeFor('mfa_verifications', call.tenant) }
  },
  'POST /api/my-account/mfa-verifications'(call) {
    const { body } = call
    checkChange(call)
    if (!(signInExperience(call.tenant).mfa.factors as unknown[]).includes(body.type)) {
      throw new Refusal(400, 'session.mfa.mfa_factor_not_enabled', `The factor ${body.type} is not enabled.`)
    }
    if (body.type === 'Totp') addTotp(call)
    else if (body.type === 'BackupCode') addBackupCodes(call)
    else throw recordNotFound(400)
    return { status: 204 }
  },
  'PUT /api/my-account/mfa-verifications/totp'(call) {
    checkChange(call)
    checkTotp(String(call.body.secret), String(call.body.code))
    for (const old of own(call)) if (old.type === 'Totp') removeFactor(call.tenant, old)
    addFactor(call.tenant, String(call.user.id), { type: 'Totp', secret: call.body.secret })
    return { status: 204 }
  },
  'POST /api/my-account/mfa-verifications/totp-secret/generate': () => ({
    status: 200,
    body: { secret: newTotpSecret() },
  }),
  'POST /api/my-account/mfa-verifications/backup-codes/generate': () => ({
    status: 200,
    body: { codes: newBackupCodes() },
  }),
  'GET /api/my-account/mfa-verifications/backup-codes'(call) {
    needVerified(call)
    needScope(call, 'identities')
    const found = own(call).find((row) => row.type === 'BackupCode')
    if (!found) throw recordNotFound(404)
    return { body: { codes: found.codes } }
  },
  // Only passkeys have names, and the sandbox has none.
  'PATCH /api/my-account/mfa-verifications/{}/name'(call) {
    checkChange(call)
    throw recordNotFound(400)
  },
  'DELETE /api/my-account/mfa-verifications/{}'(call) {
    checkChange(call)
    const found = own(call).find((row) => row.id === call.path[0])
    if (!found) throw recordNotFound(400)
    removeFactor(call.tenant, found)
    return { status: 204 }
  },
}

const own = ({ tenant, user }: AccountCall): Row[] => factorsOf(tenant, String(user.id))

function checkChange(call: AccountCall): void {
  needVerified(call)
  needEditable(call, 'mfa')
  needScope(call, 'identities')
}

function addTotp(call: AccountCall): void {
  const { secret, code } = call.body
  if (own(call).some((row) => row.type === 'Totp')) {
    throw new Refusal(422, 'user.totp_already_in_use', 'The account has an authenticator already.')
  }
  checkTotp(String(secret), code === undefined ? undefined : String(code))
  addFactor(call.tenant, String(call.user.id), { type: 'Totp', secret })
}

function checkTotp(secret: string, code: string | undefined): void {
  if (!isTotpSecret(secret)) throw new Refusal(400, 'user.totp_secret_invalid', 'That is not a secret in base32.')
  if (code === undefined || isTotpCode(secret, code)) return
  throw new Refusal(400, 'session.mfa.invalid_totp_code', 'The code is not right.')
}

function addBackupCodes(call: AccountCall): void {
  const codes = call.body.codes as string[]
  if (own(call).some((row) => unusedCodes(row).length > 0)) {
    throw new Refusal(422, 'user.backup_code_already_in_use', 'The account has backup codes that are not used up.')
  }
  if (!own(call).some((row) => row.type !== 'BackupCode')) {
    throw new Refusal(422, 'session.mfa.backup_code_can_not_be_alone', 'Backup codes need another factor beside them.')
  }
  if (!areBackupCodes(codes)) {
    throw new Refusal(422, 'user.wrong_backup_code_format', 'There must be ten codes of ten hexadecimal digits.')
  }
  for (const old of own(call)) if (old.type === 'BackupCode') removeFactor(call.tenant, old)
  addFactor(call.tenant, String(call.user.id), { type: 'BackupCode', codes: codes.map((code) => ({ code })) })
}
