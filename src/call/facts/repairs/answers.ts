import { operationsOf, type Schema } from './document.js'
import { findOperation, type Repair } from './repair.js'

/**
 * Writes that answer with a status alone are declared as JSON without a schema; the server puts the status phrase
 * (`Created`) in as plain text. In the management API this holds for every POST and PUT declared so, and for the
 * identification of a sign-in; the account API does answer JSON there (see `undescribedAnswers`).
 */
export const emptyAnswersAsJson: Repair = {
  name: 'empty answers declared as JSON',
  apply(documents, log) {
    for (const { api, method, operation } of operationsOf(documents)) {
      const empties = api === 'management' || operation.operationId === 'IdentifyUser'
      if (!empties || (method !== 'post' && method !== 'put')) continue
      for (const answer of Object.values(operation.responses)) {
        const json = answer.content?.['application/json']
        if (!json || json.schema || Object.keys(answer.content ?? {}).length > 1) continue
        delete answer.content
        log.mend()
      }
    }
  },
}

const text: Schema = { type: 'string' }
const openObject: Schema = { type: 'object', additionalProperties: true }

/** What these answer, as recorded; the four last are OpenAPI documents. */
const described: Readonly<Record<string, Schema>> = {
  GenerateTotpSecret: objectOf({ secret: text }),
  GenerateMyAccountBackupCodes: objectOf({ codes: { type: 'array', items: text } }),
  GetBackupCodes: objectOf({ codes: { type: 'array', items: objectOf({ code: text }) } }),
  GetWellKnownManagementOpenapiJson: openObject,
  GetWellKnownExperienceOpenapiJson: openObject,
  GetWellKnownUserOpenapiJson: openObject,
  GetSwaggerJson: openObject,
}

function objectOf(properties: Record<string, Schema>): Schema {
  return { type: 'object', required: Object.keys(properties), properties }
}

/** Routes without a response guard answer JSON that the document does not describe. */
export const undescribedAnswers: Repair = {
  name: 'answers that are not described',
  apply(documents, log) {
    for (const [operationId, schema] of Object.entries(described)) {
      const json = findOperation(documents, operationId, log)?.operation.responses['200']?.content?.['application/json']
      if (!json || json.schema) {
        log.miss(`${operationId} describes its answer by now`)
        continue
      }
      json.schema = structuredClone(schema)
      log.mend()
    }
  },
}
