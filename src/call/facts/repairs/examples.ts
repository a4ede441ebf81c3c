import { findOperation, type Repair } from './repair.js'

/** Bodies of free names in which the server knows which names there can be: one that it takes. */
const samples: Readonly<Record<string, unknown>> = {
  ReplaceCustomPhrase: { action: { sign_in: 'Sign in' } },
}

/** The same of single properties of a body. */
const propertySamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  // For the tokens of users it must have one; for those of applications it may.
  UpdateJwtCustomizer: { contextSample: { user: {} } },
  UpsertJwtCustomizer: { contextSample: { user: {} } },
}

/** Marks the body, or the property, `x-logto-example`, for skeletons and samples. */
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
    for (const [operationId, properties] of Object.entries(propertySamples)) {
      const body = findOperation(documents, operationId, log)?.operation.requestBody
      for (const [name, sample] of Object.entries(properties)) {
        const property = body?.content['application/json']?.schema?.properties?.[name]
        if (!property) {
          log.miss(`${operationId} has no ${name} any more`)
          continue
        }
        property['x-logto-example'] = sample
        log.mend()
      }
    }
  },
}
