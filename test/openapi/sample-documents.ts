import type { Documents, OpenApiDocument, Operation, Schema } from '../../src/call/facts/repairs/document.js'
import { applyRepairs, type Repair, type RepairResult } from '../../src/call/facts/repairs/repair.js'

/** Three documents of which the management one holds these operations, each at a path of its own. */
export function documentsWith(...operations: Partial<Operation>[]): Documents {
  const management = emptyDocument()
  for (const [index, operation] of operations.entries()) {
    management.paths[`/api/things/${index}`] = { post: { operationId: `Thing${index}`, responses: {}, ...operation } }
  }
  return { management, experience: emptyDocument(), user: emptyDocument() }
}

export function emptyDocument(): OpenApiDocument {
  return { openapi: '3.0.1', info: { title: 'Sample', version: '1' }, paths: {}, components: {} }
}

/** Parts of an operation that takes this body. */
export function taking(schema: Schema, required = true): Partial<Operation> {
  return { requestBody: { required, content: { 'application/json': { schema } } } }
}

/** Parts of an operation that answers this. */
export function answering(schema: Schema): Partial<Operation> {
  return { responses: { 200: { content: { 'application/json': { schema } } } } }
}

/** The body's schema after one repair, and what the repair says of its work. */
export function mendBody(
  repair: Repair,
  schema: Schema,
  operationId = 'Thing0',
): { schema: Schema; result: RepairResult } {
  const documents = documentsWith({ operationId, ...taking(structuredClone(schema)) })
  const result = mend(repair, documents)
  return { schema: operation(documents).requestBody?.content['application/json']?.schema ?? {}, result }
}

/** Applies one repair. */
export function mend(repair: Repair, documents: Documents): RepairResult {
  const [result] = applyRepairs(documents, [repair])
  if (!result) throw new Error('a repair always has a result')
  return result
}

/** The operation of documents made by `documentsWith`. */
export function operation(documents: Documents, index = 0): Operation {
  const found = documents.management.paths[`/api/things/${index}`]?.post
  if (!found) throw new Error(`the sample has no operation ${index}`)
  return found
}
