import type { Operations } from './operations.js'
import type { Row } from './store.js'

/** An OpenAPI document put together from the generated operations of one API, or of all of them. */
export async function openApiDocument(operations: Operations, api: string | undefined): Promise<object> {
  const paths: Record<string, Row> = {}
  for (const entry of operations.entries) {
    if (api && entry.api !== api) continue
    const { id, parameters, body, answers } = await operations.schema(entry)
    const item = paths[entry.path] ?? {}
    paths[entry.path] = item
    item[entry.method.toLowerCase()] = {
      operationId: id,
      parameters,
      ...(body ? { requestBody: { required: body.required, content: { [body.media]: { schema: body.schema } } } } : {}),
      responses: Object.fromEntries(answers.map(({ status, media, schema }) => [status, responseOf(media, schema)])),
    }
  }
  return { openapi: '3.1.0', info: { title: 'Sandbox', version: '0' }, paths }
}

function responseOf(media: string | undefined, schema: object | undefined): object {
  return { description: '', ...(media ? { content: { [media]: schema ? { schema } : {} } } : {}) }
}
