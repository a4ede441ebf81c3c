import { findOperation, type Repair } from './repair.js'
import { schemasBelow } from './schema-walk.js'

/**
 * Objects in bodies that may hold more than the document names, by operation and top-level property (or the whole body): Logto passes the
 * variables of a message on to its template, runs a script over a context of any shape, and what a browser answers for
 * a security key is the W3C's to extend (WebAuthn, 5.1). Its generator of documents does not print that a guard is
 * open, so they would look closed, and what Logto takes would be refused.
 */
const open: Readonly<Record<string, readonly string[] | 'body'>> = {
  CreateOrganizationInvitation: ['messagePayload'],
  CreateOrganizationInvitationMessage: 'body',
  TestJwtCustomizer: ['token', 'context'],
  VerifyWebAuthnRegistrationVerification: ['payload'],
  VerifyWebAuthnAuthenticationVerification: ['payload'],
  VerifySignInPasskeyAuthentication: ['payload'],
  VerifyWebAuthnRegistration: ['payload'],
}

/** Says of those objects, and of all below them, that they are open. */
export const openObjects: Repair = {
  name: 'open objects that look closed',
  apply(documents, log) {
    for (const [operationId, properties] of Object.entries(open)) {
      const body = findOperation(documents, operationId, log)?.operation.requestBody?.content['application/json']
        ?.schema
      const forms = body?.oneOf ?? body?.anyOf ?? (body ? [body] : [])
      const roots =
        properties === 'body'
          ? forms
          : forms.flatMap((form) => properties.flatMap((name) => form.properties?.[name] ?? []))
      if (roots.length === 0) log.miss(`${operationId} has none of what is open in it`)
      for (const [schema] of roots.flatMap((root) => [...schemasBelow(root)])) {
        if (!schema.properties || schema.additionalProperties !== undefined) continue
        schema.additionalProperties = true
        log.mend()
      }
    }
  },
}
