import { UsageError } from '../../../base/errors.js'

/** What is wrong with a file, and where. */
export interface Fault {
  /** `roles.yaml:3:5`. */
  place: string
  message: string
}

/** Throws one UsageError for all faults. */
export function refuseFaults(faults: readonly Fault[]): void {
  const [first, ...rest] = faults.map(({ place, message }) => `${place}: ${message}`)
  if (first === undefined) return
  throw new UsageError(rest.length === 0 ? first : `${first} (and ${rest.length} more)`, {
    code: 'tenant.invalid_files',
    details: rest.length > 0 ? rest.join('\n') : undefined,
    hint: 'correct the files; logto tenant validate looks at them without a tenant',
  })
}
