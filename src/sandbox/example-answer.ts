import { example } from '../call/request/example.js'
import type { OperationSchema } from '../call/request/schema.js'
import type { Call, Reply } from './call.js'
import type { Schema } from './operations.js'

/** The declared answer of a status, or of the one that Logto gives: 201 to a POST that may make something. */
export function answerOf(operation: OperationSchema, status?: number): OperationSchema['answers'][number] {
  const { answers, method } = operation
  const wanted = status ?? (method === 'POST' ? 201 : undefined)
  return answers.find((answer) => answer.status === wanted) ?? answers[0] ?? { status: 204 }
}

/** An example of the declared answer, for operations that keep nothing. */
export function fromSchema({ operation }: Call): Reply {
  const { schema } = answerOf(operation)
  return { body: schema && example(schema as Schema) }
}
