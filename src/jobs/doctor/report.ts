import { harmlessLine } from '../../call/output/harmless.js'
import { dim, tinted } from '../../call/output/style.js'
import type { Terminal } from '../../call/output/terminal.js'
import { wrap } from '../../call/output/text-width.js'
import type { Check, Status } from './step.js'

const marks: Readonly<Record<Status, { unicode: string; ascii: string; tint: 'green' | 'yellow' | 'red' | 'none' }>> = {
  ok: { unicode: '✓', ascii: 'ok', tint: 'green' },
  warning: { unicode: '!', ascii: '!!', tint: 'yellow' },
  failed: { unicode: '✗', ascii: 'xx', tint: 'red' },
  skipped: { unicode: '–', ascii: '--', tint: 'none' },
}

/** Room for the longest name of a check. */
const nameWidth = 'configuration'.length

/** One check for a person: its mark, name and message, wrapped; below it what to do. */
export function checkText(
  { name, status, message, hint }: Check,
  { width, colour }: Terminal,
  unicode: boolean,
): string {
  const { tint, ...signs } = marks[status]
  const sign = unicode ? signs.unicode : signs.ascii
  const margin = ' '.repeat(sign.length + 1 + nameWidth + 2)
  const room = width - margin.length
  const [first = '', ...rest] = wrap(harmlessLine(message), room)
  const mark = tint === 'none' ? dim(sign, colour) : tinted(sign, tint, colour)
  const head = `${mark} ${name.padEnd(nameWidth)}  ${status === 'skipped' ? dim(first, colour) : first}`
  const remedy = hint === undefined ? [] : wrap(`${unicode ? '→' : '->'} ${harmlessLine(hint)}`, room)
  return [head, ...[...rest, ...remedy].map((line) => margin + line)].map((line) => `${line.trimEnd()}\n`).join('')
}

/** The last line for a person. */
export function summary(checks: readonly Check[]): string {
  const warnings = checks.filter(({ status }) => status === 'warning').length
  if (warnings === 0) return 'All is well.'
  return `It works, with ${warnings === 1 ? 'one warning' : `${warnings} warnings`}.`
}
