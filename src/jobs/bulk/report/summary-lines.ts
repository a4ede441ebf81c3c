import type { Reason, RowState, Summary } from './tally.js'

const words: Record<RowState, string> = {
  done: 'done',
  failed: 'failed',
  unclear: 'unclear',
  invalid: 'left out',
}

/** A run's summary for people: one line of numbers, then a line for each reason with the first rows. */
export function summaryLines({ rows, left, before, seconds, reasons, ...counts }: Summary): string[] {
  const number = (count: number) => count.toLocaleString('en-US')
  const states = (Object.keys(words) as RowState[]).filter((state) => state === 'done' || counts[state] > 0)
  const told = [
    ...states.map((state) => `${number(counts[state])} ${words[state]}`),
    ...(left > 0 ? [`${number(left)} not begun`] : []),
  ]
  const earlier = before > 0 ? `, ${number(before)} of them before` : ''
  const head = `${number(rows)} ${rows === 1 ? 'row' : 'rows'} in ${seconds} s: ${told.join(', ')}${earlier}`
  return [
    head,
    ...(Object.keys(words) as RowState[]).flatMap((state) =>
      state === 'done' ? [] : (reasons[state] ?? []).map((reason) => reasonLine(state, reason)),
    ),
  ]
}

function reasonLine(state: RowState, { code, message, count, rows }: Reason): string {
  const more = count > rows.length ? ', …' : ''
  return `  ${words[state]}: ${count.toLocaleString('en-US')} × ${code}: ${message} (row ${rows.join(', ')}${more})`
}
