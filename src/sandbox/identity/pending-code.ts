import { Refusal } from '../refusal.js'
import { newId } from '../store.js'
import type { Tenant } from '../tenant.js'
import type { Identifier } from './identifier.js'
import { signInExperience } from './settings.js'

/** A code that was sent and is to be typed in. */
export class PendingCode {
  readonly id = newId(21)
  #code: string
  #failures = 0
  readonly #sentAt = Date.now()

  constructor(
    private readonly tenant: Tenant,
    readonly identifier: Identifier,
    readonly template: string,
  ) {
    this.#code = tenant.messages.send(tenant.table('connectors'), identifier, template)
  }

  /** Takes the right code once; refuses a wrong one, an old one, and one for another address. */
  verify(identifier: Identifier, code: string): void {
    const { expirationDuration = 600, maxRetryAttempts = 10 } = signInExperience(this.tenant).verificationCodePolicy
    if (this.identifier.value !== identifier.value) {
      throw refused(`${this.identifier.type}_mismatch`, 'The code was sent to another address.')
    }
    if (this.#code === '') throw refused('not_found', 'There is no such code. Ask for a new one.')
    if (this.#sentAt + expirationDuration * 1000 <= Date.now()) throw refused('expired', 'The code is too old.')
    if (this.#failures >= maxRetryAttempts) {
      throw refused('exceed_max_try', 'Too many codes were wrong. Ask for a new one.')
    }
    if (this.#code !== code) {
      this.#failures++
      throw refused('code_mismatch', 'The code is not right.')
    }
    this.#code = ''
  }
}

const refused = (what: string, message: string) => new Refusal(400, `verification_code.${what}`, message)
