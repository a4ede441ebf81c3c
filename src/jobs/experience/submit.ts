import { NetworkError } from '../../base/errors.js'
import { isRefused, type Refused, type Steps } from './steps.js'

/** What a refusal of `submit` can be met with, by its code; gives false when there is nothing to meet it with. */
export type Remedies = Readonly<Record<string, (refused: Refused) => Promise<boolean>>>

/**
 * Submits the interaction. A refusal that asks for something more (a second factor, profile data) is met once each, an
 * offer that may be declined is declined. Throws any other.
 */
export async function submit(steps: Steps, remedies: Remedies = {}): Promise<URL | undefined> {
  const met = new Set<string>()
  for (;;) {
    const taken = await steps.attempt('submit', 'finishing the sign-in')
    if (!isRefused(taken)) return redirectIn(taken.answer, steps)
    const { code, failure } = taken
    if (met.has(code)) throw failure
    met.add(code)
    const isMet = (await remedies[code]?.(taken)) || (await decline(taken, steps))
    if (!isMet) throw failure
  }
}

function redirectIn({ redirectTo }: Readonly<Record<string, unknown>>, { client }: Steps): URL | undefined {
  if (redirectTo === undefined) return undefined
  if (typeof redirectTo === 'string' && URL.canParse(redirectTo, client.tenant.endpoint.href)) {
    return new URL(redirectTo, client.tenant.endpoint)
  }
  throw nowhere()
}

export function nowhere(): NetworkError {
  return new NetworkError('the tenant does not say where the sign-in goes on', {
    code: 'http.redirect',
    hint: '--debug shows its answer',
  })
}

/**
 * What a user may decline is declined, and said: `submit` then goes through. Logto offers MFA and passkeys with codes of
 * their own, to which it adds; each is declined by one of three steps. Gives false for a refusal that is no offer.
 */
export async function decline({ code, data }: Refused, steps: Steps): Promise<boolean> {
  const offer = data.skippable === false ? undefined : offerOf(code, data.skippable === true)
  if (!offer) return false
  await steps.take(offer.verb, `declining ${offer.what}`)
  await steps.say(`the tenant offers to set up ${offer.what}: declined`)
  return true
}

function offerOf(code: string, isSkippable: boolean): { verb: string; what: string } | undefined {
  const isOffer = isSkippable || /suggest|prefer/.test(code)
  if (!isOffer) return undefined
  if (code.includes('passkey')) return { verb: 'skip-passkey', what: 'a passkey' }
  if (code.includes('additional')) return { verb: 'skip-mfa-suggestion', what: 'a further factor' }
  return { verb: 'skip-mfa', what: 'MFA' }
}
