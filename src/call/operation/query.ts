import { UsageError } from '../../base/errors.js'
import { withDoubles } from '../../base/exact-json.js'
import type { Printable } from '../output/answer.js'

/**
 * Parses a JMESPath expression (jmespath.org) before anything is sent, and returns what applies it to the document
 * that json would print. Throws a UsageError for an expression that does not parse or does not fit the document.
 */
export async function compileQuery(expression: string): Promise<(answer: Printable) => Printable> {
  const jmespath = await import('@jmespath-community/jmespath')
  const attempt = <T>(action: () => T): T => {
    try {
      return action()
    } catch (cause) {
      throw new UsageError(`--query: ${(cause as Error).message.split('\n')[0]}`, {
        code: 'usage.bad_query',
        hint: 'write a JMESPath expression, such as \'[].primaryEmail\' or "[?isSuspended].id"',
        cause,
      })
    }
  }
  const compiled = attempt(() => jmespath.compile(expression))
  return (answer) => {
    const result: unknown = attempt(() =>
      jmespath.TreeInterpreter.search(compiled, withDoubles(documentOf(answer)) as never),
    )
    return Array.isArray(result)
      ? { kind: 'rows', document: result, rows: result, capped: false }
      : { kind: 'object', value: result }
  }
}

function documentOf(answer: Printable): unknown {
  switch (answer.kind) {
    case 'rows':
      return answer.document
    case 'object':
      return answer.value
    case 'text':
      return answer.text
    case 'empty':
      return { success: true, status: answer.status }
    case 'redirect':
      return { success: true, status: answer.status, location: answer.location }
  }
}
