import type { Description } from './description.js'

/**
 * `logto schema COMMAND --json`: what goes in and what comes back, with the JSON Schema of body and answers. Public
 * surface: names are added and never changed.
 */
export function schemaDocument(description: Description) {
  const { command, operation, api, method, path, authority, summary, needs } = description
  const { arguments: args, query, headers, paging, search, body, answers } = description
  return {
    ...{ command, operation, api, method, path, authority, summary, needs },
    ...{ arguments: args, query, headers },
    ...(paging === undefined ? {} : { paging }),
    ...(search === undefined ? {} : { search }),
    ...(body === undefined ? {} : { body }),
    answers,
  }
}

/** `logto docs COMMAND --json`: all that is known, without the JSON Schemas. Public surface as well. */
export function docsDocument({ body, answers, ...rest }: Description) {
  return {
    ...rest,
    ...(body === undefined ? {} : { body: withoutSchema(body) }),
    answers: answers.map(withoutSchema),
  }
}

function withoutSchema<T extends { schema?: unknown }>({ schema: _, ...rest }: T): Omit<T, 'schema'> {
  return rest
}
