import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../facts/operation.js'
import type { Printable } from '../output/answer.js'
import { filled } from './filled.js'

/** What to do next, by the facts of the operation and what was answered: for people. */
export function nextSteps({ next = [] }: Operation, answer: Printable): string[] {
  if (answer.kind !== 'object' || !isPlainObject(answer.value)) return []
  const { value } = answer
  return next
    .filter(({ when = {} }) => Object.entries(when).every(([name, values]) => values.includes(String(value[name]))))
    .map(({ say }) => filled(say, value))
}
