import { Validator } from '@seriousme/openapi-schema-validator'
import {
  type ApiName,
  type Documents,
  type OpenApiDocument,
  operationsOf,
  parameterOf,
} from '../src/call/facts/repairs/document.js'

/**
 * What is wrong with the documents as OpenAPI 3.0: against its schema, and in what the schema cannot see (references
 * that lead nowhere, path parameters, security schemes, operation ids). Empty when all is well.
 */
export async function checkDocuments(documents: Documents): Promise<string[]> {
  const faults: string[] = []
  for (const [api, document] of Object.entries(documents) as [ApiName, OpenApiDocument][]) {
    const { valid, errors } = await new Validator().validate(
      structuredClone(document) as unknown as Record<string, unknown>,
    )
    if (!valid) faults.push(`${api}: ${typeof errors === 'string' ? errors : JSON.stringify(errors?.slice(0, 5))}`)
    faults.push(...brokenReferences(document).map((reference) => `${api}: ${reference} leads nowhere`))
  }
  return [...faults, ...operationFaults(documents)]
}

function brokenReferences(document: OpenApiDocument): string[] {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"(#\/[^"]+)"/g)].map(
    ([, reference = '']) => reference,
  )
  return [...new Set(references)].filter((reference) => resolve(document, reference) === undefined)
}

function resolve(document: OpenApiDocument, reference: string): unknown {
  const segments = reference.slice(2).split('/')
  return segments.reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document)
}

function operationFaults(documents: Documents): string[] {
  const faults: string[] = []
  const ids = new Set<string>()
  for (const { api, path, operation } of operationsOf(documents)) {
    const { operationId } = operation
    if (!operationId || ids.has(operationId))
      faults.push(`${api}: ${path} has no operation id of its own (${operationId})`)
    ids.add(operationId)
    const parameters = (operation.parameters ?? []).map((entry) => parameterOf(documents[api], entry))
    const declared = parameters.filter((parameter) => parameter?.in === 'path').map((parameter) => parameter?.name)
    const wanted = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name)
    if ([...declared].sort().join() !== [...wanted].sort().join()) {
      faults.push(`${operationId}: path parameters ${declared.join(', ')} do not fit ${path}`)
    }
    const schemes = documents[api].components.securitySchemes ?? {}
    const named = (operation.security ?? documents[api].security ?? []).flatMap((requirement) =>
      Object.keys(requirement),
    )
    for (const name of named) if (!schemes[name]) faults.push(`${operationId}: there is no security scheme ${name}`)
  }
  return faults
}
