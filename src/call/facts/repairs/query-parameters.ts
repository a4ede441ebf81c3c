import { operationsOf, type Parameter, parameterOf, type Schema } from './document.js'
import { findOperation, type Repair } from './repair.js'

/** Query parameters that Logto reads though the document does not name them. */
const undeclared: Readonly<Record<string, readonly Parameter[]>> = {
  ListUsers: [
    { name: 'excludeRoleId', in: 'query', required: false, schema: { type: 'string' } },
    { name: 'excludeOrganizationId', in: 'query', required: false, schema: { type: 'string' } },
    { name: 'includePasswordHash', in: 'query', required: false, schema: { type: 'string' } },
  ],
}

/** The route that lists users reads its query without a guard, so Logto's generator cannot see what it takes. */
export const undeclaredQuery: Repair = {
  name: 'undeclared query parameters',
  apply(documents, log) {
    for (const [operationId, parameters] of Object.entries(undeclared)) {
      const operation = findOperation(documents, operationId, log)?.operation
      if (!operation) continue
      operation.parameters ??= []
      for (const parameter of parameters) {
        if (operation.parameters.some((entry) => 'name' in entry && entry.name === parameter.name)) {
          log.miss(`${operationId} declares ${parameter.name} by now`)
          continue
        }
        operation.parameters.push(structuredClone(parameter))
        log.mend()
      }
    }
  },
}

/** Bounds and types that Logto checks and does not declare, by query parameter. */
const bounds: Readonly<Record<string, Schema>> = {
  page_size: { type: 'integer', minimum: 1, maximum: 100 },
  limit: { type: 'integer', minimum: 1, maximum: 100 },
}

/** Logto refuses a page of more than 100 rows, and counts in whole numbers. */
export const unboundedCounts: Repair = {
  name: 'counts without bounds',
  apply(documents, log) {
    for (const { api, operation } of operationsOf(documents)) {
      for (const entry of operation.parameters ?? []) {
        const parameter = parameterOf(documents[api], entry)
        const bound = parameter?.in === 'query' ? bounds[parameter.name] : undefined
        if (!parameter?.schema || !bound || parameter.schema.maximum !== undefined) continue
        Object.assign(parameter.schema, bound)
        log.mend()
      }
    }
  },
}

const ofRoles = ['id', 'name', 'description']
const ofUsers = ['id', 'primaryEmail', 'primaryPhone', 'username', 'name']

/** What can be searched in each list: the server refuses other fields, and no document names these. */
const searchable: Readonly<Record<string, readonly string[]>> = {
  ListApplications: ['id', 'name', 'description'],
  ListApplicationRoles: ofRoles,
  ListResourceScopes: ['id', 'name', 'description'],
  ListRoleApplications: ['id', 'name', 'description'],
  ListRoleScopes: ['id', 'name', 'description'],
  ListRoleUsers: ofUsers,
  ListRoles: ofRoles,
  ListUserRoles: ofRoles,
  ListUsers: ofUsers,
}

/**
 * The user search is one free object in the query whose keys become parameters. A key may be repeated
 * (`search.id=a&search.id=b`), which the document's plain strings cannot say.
 */
export const repeatableSearch: Repair = {
  name: 'search without repetition',
  apply(documents, log) {
    for (const { api, operation } of operationsOf(documents)) {
      for (const entry of operation.parameters ?? []) {
        const parameter = parameterOf(documents[api], entry)
        if (parameter?.name !== 'search_params') continue
        const text: Schema = { type: 'string' }
        parameter.style = 'form'
        parameter.explode = true
        parameter.schema = {
          type: 'object',
          additionalProperties: { anyOf: [text, { type: 'array', items: { ...text } }] },
        }
        const fields = searchable[operation.operationId]
        if (fields) operation['x-logto-search'] = [...fields]
        else log.miss(`nothing is known of what ${operation.operationId} searches`)
        log.mend()
      }
    }
  },
}
