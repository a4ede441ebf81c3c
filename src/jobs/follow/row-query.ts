import { UsageError } from '../../base/errors.js'
import { rowsOf } from '../../call/operation/print-answer.js'
import { compileQuery } from '../../call/operation/query.js'

/**
 * `--query` for entries that come one by one: the expression is applied to a list of each entry alone, so that one written
 * for `logs list` which filters or projects does the same here. Throws a UsageError for one that makes no list of a list.
 */
export async function compileRowQuery(expression: string): Promise<(rows: readonly unknown[]) => readonly unknown[]> {
  const query = await compileQuery(expression)
  const apply = (rows: readonly unknown[]) => {
    const answer = query(rowsOf(rows))
    if (answer.kind === 'rows') return answer.rows
    throw new UsageError('--query: the expression does not make a list, and a log that goes on has no other form', {
      code: 'usage.bad_query',
      hint: "write one that filters or picks, such as \"[?payload.result=='Error']\" or '[].payload.ip'",
    })
  }
  apply([])
  return (rows) => rows.flatMap((row) => apply([row]))
}
