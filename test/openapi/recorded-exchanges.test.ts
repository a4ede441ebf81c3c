import { describe, expect, it } from 'vitest'
import { type OperationPlace, operationsOf, parameterOf } from '../../src/call/facts/repairs/document.js'
import { type Exchange, hasReference, loadDocuments, recordedSuccesses, skipReason, storedFolder } from './reference.js'
import { knownProperties, SchemaChecker } from './schema-check.js'

const documents = loadDocuments(storedFolder)
const checkers = {
  management: new SchemaChecker(documents.management),
  experience: new SchemaChecker(documents.experience),
  user: new SchemaChecker(documents.user),
}
const operations = new Map([...operationsOf(documents)].map((place) => [place.operation.operationId, place]))

/** Keys that `search_params` stands for. */
const searchKey = /^(search|mode)(\.|$)|^(joint|jointMode|isCaseSensitive)$/

describe.skipIf(!hasReference)(`what Logto took is not refused by the stored documents${skipReason}`, () => {
  const successes = hasReference ? recordedSuccesses() : []

  it('knows the operation and the status of each recorded success', () => {
    expect(successes.length).toBeGreaterThan(100)
    const undeclared = successes.filter(
      ({ operationId, response }) => !operations.get(operationId)?.operation.responses[response.status],
    )
    expect(undeclared.map(({ operationId, response }) => `${operationId} ${response.status}`)).toEqual([])
  })

  it('accepts each recorded query', () => {
    expect(successes.flatMap((exchange) => queryFaults(exchange))).toEqual([])
  })

  it('accepts each recorded body', () => {
    expect(successes.flatMap((exchange) => bodyFaults(exchange))).toEqual([])
  })

  it('knows each recorded verification header', () => {
    const sent = successes.filter(({ request }) => request.verification_id !== null)
    const missing = sent.filter(
      ({ operationId }) => !parameterNames(operations.get(operationId)).includes('logto-verification-id'),
    )
    expect(missing.map(({ operationId }) => operationId)).toEqual([])
  })
})

function parameterNames(place: OperationPlace | undefined): string[] {
  return (place?.operation.parameters ?? []).flatMap((entry) => {
    const parameter = place && parameterOf(documents[place.api], entry)
    return parameter ? [parameter.name] : []
  })
}

function queryFaults({ operationId, request }: Exchange): string[] {
  const place = operations.get(operationId)
  if (!place) return [`${operationId} is unknown`]
  const query = new URL(request.url, 'http://logto.test').searchParams
  const parameters = (place.operation.parameters ?? []).flatMap(
    (entry) => parameterOf(documents[place.api], entry) ?? [],
  )
  const missing = parameters.filter(
    ({ in: where, name, required }) => where === 'query' && required && !query.has(name),
  )
  const wrong = [...new Set(query.keys())].flatMap((name) => {
    const wire = searchKey.test(name) ? 'search_params' : name
    const parameter = parameters.find((candidate) => candidate.in === 'query' && candidate.name === wire)
    if (!parameter?.schema) return [`${operationId}: unknown query parameter ${name}`]
    const values = query.getAll(name)
    const value = values.length === 1 ? values[0] : values
    const sent = wire === 'search_params' ? { [name]: value } : value
    return checkers[place.api].queryFaults(parameter.schema, sent).map((fault) => `${operationId} ${name}: ${fault}`)
  })
  return [...missing.map(({ name }) => `${operationId}: ${name} is required and was not sent`), ...wrong]
}

function bodyFaults({ operationId, request: { body, content_type: contentType } }: Exchange): string[] {
  const place = operations.get(operationId)
  const declared = place?.operation.requestBody
  if (!place || contentType !== 'application/json') {
    return declared?.required && contentType === null ? [`${operationId}: a body is required and was not sent`] : []
  }
  const schema = declared?.content['application/json']?.schema
  if (!schema) return isEmpty(body) ? [] : [`${operationId}: no JSON body is declared`]
  const faults = checkers[place.api].faults(schema, body).map((fault) => `${operationId}: ${fault}`)
  const known = knownProperties(schema, documents[place.api])
  const unknown = known && typeof body === 'object' ? Object.keys(body ?? {}).filter((name) => !known.has(name)) : []
  return [...faults, ...unknown.map((name) => `${operationId}: unknown property ${name}`)]
}

/** Some recordings send `{}` where the operation takes nothing; Logto does not read a body there. */
function isEmpty(body: unknown): boolean {
  return body === null || (typeof body === 'object' && Object.keys(body).length === 0)
}
