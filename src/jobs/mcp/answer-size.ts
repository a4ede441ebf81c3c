import { UsageError } from '../../base/errors.js'

const units: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2 }
const defaultSize = 32 * 1024
const [least, most] = [1024, 16 * 1024 ** 2]

/** Reads `--max-answer`, such as `64K`: characters, 32K by default. Throws a UsageError. */
export function answerSize(text: string | undefined): number {
  if (text === undefined) return defaultSize
  const [, digits = '', unit = ''] = /^(\d{1,9})([KM]?)B?$/i.exec(text) ?? []
  const size = Number(digits) * (units[unit.toUpperCase()] ?? 1)
  if (digits !== '' && size >= least && size <= most) return size
  throw new UsageError(`--max-answer: ${text || 'an empty value'} is not a size from 1K to 16M`, {
    code: 'usage.bad_size',
    hint: 'give characters, such as 64K',
  })
}
