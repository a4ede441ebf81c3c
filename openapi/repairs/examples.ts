import { findOperation, type Repair } from './repair.js'

/** Bodies of free names in which the server knows which names there can be: one that it takes. */
const samples: Readonly<Record<string, unknown>> = {
  ReplaceCustomPhrase: { action: { sign_in: 'Sign in' } },
}

/** Marks the body `x-logto-example`, for skeletons and samples. */
export const namesThatAreKnown: Repair = {
  name: 'free names that the server checks',
  apply(documents, log) {
    for (const [operationId, sample] of Object.entries(samples)) {
      const json = findOperation(documents, operationId, log)?.operation.requestBody?.content['application/json']
      if (!json?.schema) continue
      const name = json.schema.$ref?.replace('#/components/schemas/', '')
      const schema = name === undefined ? json.schema : documents.management.components.schemas?.[name]
      json.schema = { ...structuredClone(schema), 'x-logto-example': sample }
      log.mend()
    }
  },
}
