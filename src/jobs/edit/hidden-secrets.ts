import { UsageError } from '../../base/errors.js'
import { replaceSecrets, secretMask } from '../../base/secret-names.js'

/**
 * Secrets that a text stands without: each is a mask with a number, which stands for the same secret wherever it is
 * moved to, and after the object is read again.
 */
export class HiddenSecrets {
  private readonly secrets: (string | number)[] = []

  /** `isKnown` names secrets beyond those that are known by their names. */
  constructor(private readonly isKnown: (path: readonly string[]) => boolean) {}

  get count(): number {
    return this.secrets.length
  }

  hide(value: unknown): unknown {
    return replaceSecrets(
      value,
      (_, secret) => {
        if (!this.secrets.includes(secret)) this.secrets.push(secret)
        return `${secretMask}${this.secrets.indexOf(secret) + 1}`
      },
      this.isKnown,
    )
  }

  /** The value with its secrets. Throws a UsageError for a mask that stands for none: it would be stored. */
  reveal(value: unknown): unknown {
    if (typeof value === 'string') return this.meant(value)
    if (Array.isArray(value)) return value.map((item) => this.reveal(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, this.reveal(part)]))
  }

  private meant(text: string): string | number {
    if (!text.includes(secretMask)) return text
    const secret = text.startsWith(secretMask) ? this.secrets[Number(text.slice(secretMask.length)) - 1] : undefined
    if (secret !== undefined) return secret
    throw new UsageError(`${text} stands for no secret`, {
      code: 'usage.bad_value',
      hint: `leave ${secretMask} with its number as it was, or write the whole secret in its place`,
    })
  }
}
