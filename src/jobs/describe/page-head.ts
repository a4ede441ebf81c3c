import { wrap } from '../../call/output/text-width.js'
import type { Description } from './description.js'

/** How a page about a command begins: its summary, and the operation behind it. */
export function pageHead({ command, summary, operation }: Description, width: number): string[] {
  const lines = [
    `logto ${command}: ${summary}`,
    ...(operation ? [`${operation.method} ${operation.path} (${operation.id})`] : []),
    ...(operation?.runs === undefined ? [] : [`Runs the operation of logto ${operation.runs}`]),
  ]
  return lines.flatMap((line) => wrap(line, width))
}
