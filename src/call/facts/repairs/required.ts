import { operationsOf, type Schema } from './document.js'
import { findOperation, type Repair } from './repair.js'
import { schemasOf } from './schema-walk.js'

/**
 * What has a default is listed as required, in bodies and in the query: Logto's generator knows only one way of being
 * optional. In a request a default makes it optional; in an answer the property is always there, so answers stay.
 */
export const requiredDespiteDefault: Repair = {
  name: 'required despite a default',
  apply(documents, log) {
    for (const { schema, use } of schemasOf(documents)) {
      if (use !== 'body' || !schema.required) continue
      const required = schema.required.filter((name) => schema.properties?.[name]?.default === undefined)
      if (required.length === schema.required.length) continue
      if (required.length > 0) schema.required = required
      else delete schema.required
      log.mend()
    }
    for (const { operation } of operationsOf(documents)) {
      for (const parameter of operation.parameters ?? []) {
        if (!('name' in parameter) || !parameter.required || parameter.schema?.default === undefined) continue
        parameter.required = false
        log.mend()
      }
    }
  },
}

/** What the server wants in fact, where the document says otherwise: tried on a running Logto. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  ReplaceApplicationSignInExperience: [],
  UpdateJwtCustomizer: ['script'],
}

/** Corrects what is required of these bodies. */
export const requiredOtherwise: Repair = {
  name: 'required by the document or by the server alone',
  apply(documents, log) {
    for (const [operationId, names] of Object.entries(wanted)) {
      const body = findOperation(documents, operationId, log)?.operation.requestBody
      const schema = body?.content['application/json']?.schema
      for (const form of schema?.oneOf ?? schema?.anyOf ?? (schema ? [schema] : [])) {
        if (String(form.required ?? []) === String(names)) {
          log.miss(`${operationId} says by now what it requires`)
          continue
        }
        if (names.length > 0) form.required = [...names]
        else delete form.required
        log.mend()
      }
    }
  },
}

/** What the server wants, unless the deprecated property that it took the place of is given: tried on a running Logto. */
const wantedUnlessOld: Readonly<Record<string, string>> = { CreateHook: 'events' }

/** Marks these `x-logto-wanted`: skeletons hold them as they hold what is required. */
export const requiredUnlessOld: Repair = {
  name: 'required unless a deprecated property is given',
  apply(documents, log) {
    for (const [operationId, name] of Object.entries(wantedUnlessOld)) {
      const body = findOperation(documents, operationId, log)?.operation.requestBody
      const property = body?.content['application/json']?.schema?.properties?.[name]
      if (!property) {
        log.miss(`${operationId} has no ${name} any more`)
        continue
      }
      property['x-logto-wanted'] = true
      log.mend()
    }
  },
}

/**
 * Every body is declared as required, also where each of its properties may be left out.
 * Free objects and lists stay required: there is nothing to send without one. Runs after the mends of the bodies.
 */
export const requiredWithoutNeed: Repair = {
  name: 'bodies required without need',
  apply(documents, log) {
    for (const { operation } of operationsOf(documents)) {
      const body = operation.requestBody
      const schema = body?.content['application/json']?.schema
      if (!body?.required || !schema || !mayBeEmpty(schema)) continue
      body.required = false
      log.mend()
    }
  },
}

function mayBeEmpty(schema: Schema): boolean {
  const branches = schema.oneOf ?? schema.anyOf
  if (branches) return branches.some(mayBeEmpty)
  return schema.properties !== undefined && !schema.required?.length
}
