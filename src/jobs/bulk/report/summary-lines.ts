import { grouped } from '../../../base/many.js'
import type { Outcomes, Reason, Summary } from './tally.js'

/** A run's summary for people: one line of numbers, then a line for each reason with the first rows. */
export function summaryLines<S extends string>(
  summary: Summary<S>,
  { words, good }: Outcomes<S>,
  [one, several]: readonly [string, string] = ['row', 'rows'],
): string[] {
  const { rows, left, before, seconds, reasons } = summary
  const number = grouped
  const states = Object.keys(words) as S[]
  const [usual] = good
  const told = [
    ...states
      .filter((state) => state === usual || summary[state] > 0)
      .map((state) => `${number(summary[state])} ${words[state]}`),
    ...(left > 0 ? [`${number(left)} not begun`] : []),
  ]
  const earlier = before > 0 ? `, ${number(before)} of them before` : ''
  const head = `${number(rows)} ${rows === 1 ? one : several} in ${seconds} s: ${told.join(', ')}${earlier}`
  return [head, ...states.flatMap((state) => (reasons[state] ?? []).map((reason) => reasonLine(words[state], reason)))]
}

function reasonLine(word: string, { code, message, count, rows }: Reason): string {
  const more = count > rows.length ? ', …' : ''
  return `  ${word}: ${grouped(count)} × ${code}: ${message} (row ${rows.join(', ')}${more})`
}
