import { operationsOf, type SecurityRequirement } from './document.js'
import { findOperation, type Repair } from './repair.js'

/** Operations that Logto answers without asking who calls, though the document's default security covers them. */
const anonymous = ['ListSamlApplicationMetadata', 'GetSamlApplicationCallback', 'GetSamlAuthn', 'CreateSamlAuthn']

/** Only paths whose first segment is on Logto's own short list are said to need no token; the SAML ones are not. */
export const anonymousOperations: Repair = {
  name: 'anonymous operations that claim a token',
  apply(documents, log) {
    for (const operationId of anonymous) {
      const operation = findOperation(documents, operationId, log)?.operation
      if (!operation) continue
      if (operation.security?.length === 0) {
        log.miss(`${operationId} is declared as open by now`)
        continue
      }
      operation.security = []
      log.mend()
    }
  },
}

/** Hasura's hook reads the caller's bearer token if there is one, and answers with a fallback role if there is none. */
export const optionalToken: Repair = {
  name: 'a token that may be sent',
  apply(documents, log) {
    const operation = findOperation(documents, 'GetHasuraAuth', log)?.operation
    if (operation?.security?.length !== 0) return
    operation.security = [{ OAuth2: [] }, {}]
    log.mend()
  },
}

/**
 * Every experience operation is said to need nothing, because its path is on the list of open ones. It needs the
 * cookie of a running sign-in. A cookie has no scopes, so the document's `all` goes.
 */
export const interactionCookie: Repair = {
  name: 'experience operations that claim no cookie',
  apply(documents, log) {
    documents.experience.security = [{ cookieAuth: [] }]
    for (const { api, operation } of operationsOf(documents)) {
      if (api !== 'experience' || operation.security?.length !== 0) continue
      delete operation.security
      log.mend()
    }
  },
}

/** Scopes that an account operation needs beside `openid`. */
const accountScopes: readonly [scope: string, operationIds: readonly string[]][] = [
  ['profile', ['UpdateProfile', 'UpdateOtherProfile', 'UploadAccountAvatar']],
  ['email', ['UpdatePrimaryEmail', 'DeletePrimaryEmail']],
  ['phone', ['UpdatePrimaryPhone', 'DeletePrimaryPhone']],
  [
    'identities',
    [
      'AddMfaVerification',
      'AddUserIdentities',
      'CreateOrReplaceTotpMfaVerification',
      'DeleteIdentity',
      'DeleteMfaVerification',
      'GetBackupCodes',
      'GetEnterpriseSsoIdentityAccessToken',
      'GetLogtoConfig',
      'GetMfaSettings',
      'GetMfaVerifications',
      'GetSocialIdentityAccessToken',
      'ReplaceMyAccountIdentity',
      'UpdateLogtoConfig',
      'UpdateMfaSettings',
      'UpdateMfaVerificationName',
      'UpdateSocialIdentityAccessTokenByVerificationId',
    ],
  ],
  ['urn:logto:scope:sessions', ['DeleteGrantById', 'DeleteSessionById', 'GetGrants', 'GetSessions']],
]

/** Scopes that decide which properties an account operation shows or takes, without being needed for it as a whole. */
const scopesOfFields = ['address', 'custom_data']

/**
 * The user document asks for a cookie scheme that it does not define, and defines a flow in which no user takes part.
 * The account operations take the opaque access token of a user who signed in, with `openid` and the scopes below.
 */
export const accountToken: Repair = {
  name: 'account operations without a token',
  apply(documents, log) {
    const { user } = documents
    user.security = [{ OAuth2: ['openid'] }]
    const scopes = ['openid', ...accountScopes.map(([scope]) => scope), ...scopesOfFields]
    user.components.securitySchemes = {
      OAuth2: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: '/oidc/auth',
            tokenUrl: '/oidc/token',
            scopes: Object.fromEntries(scopes.map((scope) => [scope, ''])),
          },
        },
      },
    }
    for (const [scope, operationIds] of accountScopes) {
      const security: SecurityRequirement[] = [{ OAuth2: ['openid', scope] }]
      for (const operationId of operationIds) {
        const operation = findOperation(documents, operationId, log)?.operation
        if (!operation) continue
        operation.security = security
        log.mend()
      }
    }
  },
}
