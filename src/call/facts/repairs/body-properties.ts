import type { Schema } from './document.js'
import { findOperation, type Repair } from './repair.js'
import { schemasOf } from './schema-walk.js'

/** Properties that Logto takes in a body though the document does not name them. */
const undeclared: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  UpdateCustomProfileFieldByName: { name: { type: 'string' } },
}

/** The replacement of a profile field may carry the whole field as it was read, its name and place included. */
export const undeclaredProperties: Repair = {
  name: 'undeclared body properties',
  apply(documents, log) {
    for (const [operationId, properties] of Object.entries(undeclared)) {
      const body = findOperation(documents, operationId, log)?.operation.requestBody
      const schema = body?.content['application/json']?.schema
      for (const form of schema?.oneOf ?? schema?.anyOf ?? (schema ? [schema] : [])) {
        form.properties = { ...structuredClone(properties), ...form.properties }
        log.mend()
      }
    }
  },
}

/** Properties that Logto takes without complaint and does nothing with, as recorded. */
const ignored: Readonly<Record<string, Readonly<Record<string, Schema>>>> = {
  UpdateResource: { indicator: { type: 'string' } },
}

/** Marks them `x-logto-ignored`, so that they can be sent and a notice can say that they change nothing. */
export const ignoredProperties: Repair = {
  name: 'properties taken and ignored',
  apply(documents, log) {
    for (const [operationId, properties] of Object.entries(ignored)) {
      const body = findOperation(documents, operationId, log)?.operation.requestBody
      const schema = body?.content['application/json']?.schema
      if (!schema?.properties) continue
      for (const [name, property] of Object.entries(properties)) {
        if (schema.properties[name]) log.miss(`${operationId} declares ${name} by now`)
        schema.properties[name] = { ...property, 'x-logto-ignored': true }
        log.mend()
      }
    }
  },
}

/**
 * Prose beside Logto's code may speak of a property that the code does not know: it has no type, while all that come
 * from code have one. Logto drops it silently, so it is marked `x-logto-ignored` too. Runs while the prose is there
 * and after the mends of what is open on purpose.
 */
export const propertiesOfProseOnly: Repair = {
  name: 'properties named in prose only',
  apply(documents, log) {
    for (const { schema, use } of schemasOf(documents)) {
      const properties = Object.values(schema.properties ?? {})
      if (use !== 'body' || schema.type !== 'object') continue
      for (const property of properties) {
        if (property.description === undefined || constrains(property)) continue
        property['x-logto-ignored'] = true
        log.mend()
      }
    }
  },
}

function constrains(schema: Schema): boolean {
  return Object.keys(schema).some((key) => key !== 'description' && key !== 'deprecated')
}
