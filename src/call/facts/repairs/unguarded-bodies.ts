import type { Schema } from './document.js'
import { findOperation, type Repair } from './repair.js'

/**
 * The body of a token customizer is not described (its type depends on the path), only its properties are named in
 * prose. What is stored is what was sent, so the answer's properties describe the body. PUT needs the script.
 */
export const undescribedBodies: Repair = {
  name: 'bodies that are not described',
  apply(documents, log) {
    for (const operationId of ['UpsertJwtCustomizer', 'UpdateJwtCustomizer']) {
      const place = findOperation(documents, operationId, log)
      const media = place?.operation.requestBody?.content['application/json']
      const forms = place?.operation.responses['200']?.content?.['application/json']?.schema?.oneOf
      if (!place || !media?.schema || media.schema.type || !forms) {
        log.miss(`${operationId} describes its body by now, or its answer no longer does`)
        continue
      }
      const properties = Object.assign({}, ...forms.map((form) => form.properties)) as Record<string, Schema>
      media.schema = {
        type: 'object',
        properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, loosely(schema)])),
        ...(place.method === 'put' ? { required: ['script'] } : {}),
      }
      log.mend()
    }
  },
}

/** Samples are objects whose shape depends on the path; they are taken as they come. */
function loosely(schema: Schema): Schema {
  return schema.type === 'object' && schema.properties
    ? { type: 'object', additionalProperties: true }
    : structuredClone(schema)
}

/**
 * The tree of phrases is declared as an object with one property named `[translationKey]`, which stands for any key,
 * and whose value is a text only. A value is a text or a tree again.
 */
export const placeholderProperty: Repair = {
  name: 'property that stands for any',
  apply(documents, log) {
    for (const { components } of Object.values(documents)) {
      const { TranslationObject: tree, Translation: phrase } = components.schemas ?? {}
      if (!tree?.properties?.['[translationKey]'] || !phrase) continue
      delete tree.properties
      tree.additionalProperties = { $ref: '#/components/schemas/Translation' }
      delete phrase.oneOf
      phrase.anyOf = [{ type: 'string' }, { $ref: '#/components/schemas/TranslationObject' }]
      log.mend()
    }
  },
}
