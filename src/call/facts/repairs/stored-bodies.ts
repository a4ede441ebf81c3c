import { operationsOf, type Schema } from './document.js'
import { findOperation, type Repair } from './repair.js'

/**
 * What becomes of a body on the server, which no document says. Each property was read before and after a change on a
 * running Logto; what is not named here is as most are: a PATCH keeps what is not given and replaces each object that
 * is, a PUT replaces everything.
 */

/** Objects of a PATCH whose top-level keys are laid over the stored ones; a key that is not given stays. */
const laidOver: Readonly<Record<string, readonly string[]>> = {
  UpdateApplication: ['protectedAppMetadata'],
  UpdateLogtoConfig: ['mfa', 'passkeySignIn'],
  UpdateSamlApplication: ['customData'],
  UpdateUserCustomData: ['customData'],
  UpdateUserLogtoConfigs: ['mfa', 'passkeySignIn'],
  UpdateUserProfile: ['profile'],
}

/** Marks them `x-logto-merges`. */
export const mergingProperties: Repair = {
  name: 'objects that a PATCH merges',
  apply(documents, log) {
    for (const [operationId, names] of Object.entries(laidOver)) {
      const properties = bodyOf(findOperation(documents, operationId, log))?.properties ?? {}
      for (const name of names) {
        const property = properties[name]
        if (!property) {
          log.miss(`${operationId} has no ${name} any more`)
          continue
        }
        property['x-logto-merges'] = true
        log.mend()
      }
    }
  },
}

/** A PUT that changes what is given and keeps the rest. */
const keeping = ['ReplaceApplicationSignInExperience', 'ReplaceEmailTemplates', 'UpdateCustomProfileFieldByName']

/** Marks the operation `x-logto-keeps`. */
export const keepingPuts: Repair = {
  name: 'PUTs that keep what is not given',
  apply(documents, log) {
    for (const operationId of keeping) {
      const operation = findOperation(documents, operationId, log)?.operation
      if (!operation) continue
      operation['x-logto-keeps'] = true
      log.mend()
    }
  },
}

/** Sets that a PUT takes away first: where it then has nothing to add it is refused, and they are gone all the same. */
const memberwise: Readonly<Record<string, string>> = { ReplaceApplicationRoles: 'roleIds' }

/** Marks the operation `x-logto-memberwise` with the property that holds the set. */
export const memberwisePuts: Repair = {
  name: 'PUTs that are refused and act all the same',
  apply(documents, log) {
    for (const [operationId, property] of Object.entries(memberwise)) {
      const operation = findOperation(documents, operationId, log)?.operation
      if (!operation) continue
      operation['x-logto-memberwise'] = property
      log.mend()
    }
  },
}

/** A POST that makes the object before it looks at one of its lists: refused for what is in it, the object is there. */
const madeAnyway: Readonly<Record<string, { by: string; despite: string }>> = {
  CreateRole: { by: 'name', despite: 'scopeIds' },
}

/** Marks the operation `x-logto-made-anyway` with that list, and the property by which the object is found. */
export const halfMadeObjects: Repair = {
  name: 'POSTs that are refused and make the object all the same',
  apply(documents, log) {
    for (const [operationId, { by, despite }] of Object.entries(madeAnyway)) {
      const place = findOperation(documents, operationId, log)
      if (!place) continue
      const properties = bodyOf(place)?.properties ?? {}
      if (!properties[by] || !properties[despite]) {
        log.miss(`${operationId} has no ${by} or ${despite} any more`)
        continue
      }
      place.operation['x-logto-made-anyway'] = { by, despite }
      log.mend()
    }
  },
}

/** Properties that the server drops from a body. A `tenantId` of a PATCH that is another tenant's is even a 500. */
const dropped: Readonly<Record<string, readonly string[]>> = {
  CreateHook: ['createdAt'],
  CreateOrganization: ['createdAt'],
}

/** Takes them out, and `tenantId` wherever a body has it. */
export const droppedProperties: Repair = {
  name: 'properties that the server drops',
  apply(documents, log) {
    for (const { operation } of operationsOf(documents)) {
      const schema = bodyOf({ operation })
      const names = [...(dropped[operation.operationId] ?? []), 'tenantId']
      for (const form of schema ? [schema, ...(schema.oneOf ?? schema.anyOf ?? [])] : []) {
        for (const name of names) if (form.properties && takeOut(form, name)) log.mend()
      }
    }
    for (const operationId of Object.keys(dropped)) findOperation(documents, operationId, log)
  },
}

function takeOut(schema: Schema, name: string): boolean {
  if (!schema.properties?.[name]) return false
  delete schema.properties[name]
  return true
}

function bodyOf(
  place: { operation: { requestBody?: { content: Record<string, { schema?: Schema }> } } } | undefined,
): Schema | undefined {
  return place?.operation.requestBody?.content['application/json']?.schema
}
