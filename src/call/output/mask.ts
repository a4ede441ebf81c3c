import { redactSecrets } from '../../base/secret-names.js'
import type { PrintOptions } from './answer.js'

/** What a person may see of a value: all of it, or with each secret in it masked (contract, section 3). */
export function masking(options: Pick<PrintOptions, 'showSecrets' | 'reveals'>): (value: unknown) => unknown {
  return options.showSecrets || options.reveals ? (value) => value : redactSecrets
}
