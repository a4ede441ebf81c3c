import { type Documents, operationsOf } from './document.js'
import { findOperation, type Repair, type RepairLog } from './repair.js'

/** Account operations that ask for proof of a fresh verification, always or in some cases. */
const verified = [
  'AddMfaVerification',
  'AddUserIdentities',
  'CreateOrReplaceTotpMfaVerification',
  'DeleteGrantById',
  'DeleteIdentity',
  'DeleteMfaVerification',
  'DeletePrimaryEmail',
  'DeletePrimaryPhone',
  'DeleteSessionById',
  'GetBackupCodes',
  'GetGrants',
  'GetSessions',
  'ReplaceMyAccountIdentity',
  'UpdateLogtoConfig',
  'UpdateMfaSettings',
  'UpdateMfaVerificationName',
  'UpdatePassword',
  'UpdatePrimaryEmail',
  'UpdatePrimaryPhone',
  'UpdateProfile',
]

/**
 * Logto reads three headers that no document declares: the verification record of an account operation, the
 * application of a sign-in (which of several running sign-ins is meant), and the role that Hasura asks for.
 */
export const undeclaredHeaders: Repair = {
  name: 'undeclared headers',
  apply(documents, log) {
    for (const operationId of verified) declare(documents, operationId, 'logto-verification-id', log)
    for (const { api, operation } of operationsOf(documents)) {
      if (api === 'experience') declare(documents, operation.operationId, 'Logto-App-Id', log)
    }
    declare(documents, 'GetHasuraAuth', 'expected-role', log)
  },
}

function declare(documents: Documents, operationId: string, name: string, log: RepairLog): void {
  const operation = findOperation(documents, operationId, log)?.operation
  if (!operation) return
  operation.parameters ??= []
  if (operation.parameters.some((entry) => 'name' in entry && entry.name.toLowerCase() === name.toLowerCase())) {
    log.miss(`${operationId} declares ${name} by now`)
    return
  }
  operation.parameters.push({ name, in: 'header', required: false, schema: { type: 'string' } })
  log.mend()
}

/** The callback of a SAML application belongs to the browser that began the sign-in, which a cookie tells. */
const cookies: Readonly<Record<string, string>> = { GetSamlApplicationCallback: '_logto_sp_saml_sso_session_id' }

/** Declares the cookies that Logto reads and no document names; those of a sign-in are kept by themselves. */
export const undeclaredCookies: Repair = {
  name: 'undeclared cookies',
  apply(documents, log) {
    for (const [operationId, name] of Object.entries(cookies)) {
      const operation = findOperation(documents, operationId, log)?.operation
      if (!operation) continue
      if (operation.parameters?.some((entry) => 'name' in entry && entry.in === 'cookie' && entry.name === name)) {
        log.miss(`${operationId} declares the cookie ${name} by now`)
        continue
      }
      operation.parameters = [
        ...(operation.parameters ?? []),
        { name, in: 'cookie', required: false, schema: { type: 'string' } },
      ]
      log.mend()
    }
  },
}
