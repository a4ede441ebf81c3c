import { UsageError } from '../../base/errors.js'

const units: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }
const defaultBytes = 64 * 2 ** 20
const [least, most] = [2 ** 20, 2 ** 31 - 2 ** 24]

/** Reads `--memory-limit`, such as `256M` or `1G`; 64 MiB by default, and a number without a unit is in MiB. Throws a UsageError. */
export function memoryBytes(text: string | undefined): number {
  if (text === undefined) return defaultBytes
  const [, digits = '', unit = ''] = /^(\d+)([KMG]?)(?:i?B)?$/i.exec(text) ?? []
  const bytes = Number(digits) * (units[unit.toUpperCase() || 'M'] ?? 1)
  if (digits !== '' && bytes >= least && bytes <= most) return bytes
  throw new UsageError(`--memory-limit: ${text || 'an empty value'} is not a size from 1M to 1900M`, {
    code: 'usage.bad_size',
    hint: 'give a size such as 256M or 1G',
  })
}
