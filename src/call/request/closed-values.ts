import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import type { Operation } from '../facts/operation.js'
import type { Input } from './input.js'

/**
 * Refuses a value outside a closed set, where no parser of a command line has done so. `nameOf` is how an argument or flag
 * is called. Throws a UsageError.
 */
export function refuseStrangers({ args, query }: Operation, given: Input, nameOf: (name: string) => string): void {
  for (const [name, { options }] of Object.entries(args)) refuseStranger(nameOf(name), options, [given.args[name]])
  for (const [flag, { options }] of Object.entries(query)) {
    refuseStranger(nameOf(flag), options, [given.flags[flag]].flat())
  }
}

function refuseStranger(name: string, options: readonly string[] | undefined, values: readonly unknown[]): void {
  const value = values.find((one) => one !== undefined && options && !options.includes(String(one)))
  if (!options || value === undefined) return
  const [close] = nearest(String(value), options)
  throw new UsageError(`${name} cannot be ${String(value)}${close ? `; did you mean ${close}?` : ''}`, {
    code: 'usage.bad_value',
    hint: `it is one of ${options.join(', ')}`,
  })
}
