import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { OpenApiDocument, Schema } from '../../src/call/facts/repairs/document.js'
import { schemasBelow } from '../../src/call/facts/repairs/schema-walk.js'

/** Checks values against one document's schemas with a JSON Schema validator. */
export class SchemaChecker {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false })
  readonly #coercing = new Ajv({ strict: false, allErrors: true, coerceTypes: 'array' })
  readonly #components: Record<string, Schema>

  constructor(document: OpenApiDocument) {
    for (const ajv of [this.#ajv, this.#coercing]) {
      // ESM sees the CommonJS default as a namespace.
      ;(addFormats as unknown as { default: (target: Ajv) => void }).default(ajv)
    }
    this.#components = document.components.schemas ?? {}
  }

  /** What is wrong with the value; empty when nothing is. */
  faults(schema: Schema, value: unknown): string[] {
    return this.#run(this.#ajv.compile(this.#asJsonSchema(schema)), value)
  }

  /** The same for the texts of a query string, which become numbers and lists as the schema wants. */
  queryFaults(schema: Schema, value: unknown): string[] {
    const wrapped = { type: 'object', properties: { value: schema } } as Schema
    return this.#run(this.#coercing.compile(this.#asJsonSchema(wrapped)), { value })
  }

  #run(validate: ValidateFunction, value: unknown): string[] {
    if (validate(value)) return []
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    )
  }

  /** OpenAPI 3.0 says null apart from the type and refers into its components. */
  #asJsonSchema(schema: Schema): Record<string, unknown> {
    const whole = structuredClone({ ...schema, components: { schemas: this.#components } })
    for (const root of [whole as Schema, ...Object.values(whole.components.schemas)]) {
      for (const [each] of schemasBelow(root)) if (each.nullable && each.enum) each.enum.push(null)
    }
    return whole
  }
}

/** Top-level properties that a body schema knows; undefined when it takes any. */
export function knownProperties(schema: Schema, document: OpenApiDocument): Set<string> | undefined {
  if (schema.$ref) {
    const component = document.components.schemas?.[schema.$ref.replace('#/components/schemas/', '')]
    return component && knownProperties(component, document)
  }
  const branches = schema.oneOf ?? schema.anyOf
  if (branches) {
    const known = branches.map((branch) => knownProperties(branch, document))
    return known.includes(undefined) ? undefined : new Set(known.flatMap((names) => [...(names ?? [])]))
  }
  if (!schema.properties || schema.additionalProperties) return undefined
  return new Set(Object.keys(schema.properties))
}
