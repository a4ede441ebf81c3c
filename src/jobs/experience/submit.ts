import { NetworkError } from '../../base/errors.js'
import { isRefused, type Refused, type Steps } from './steps.js'

/** What a refusal of `submit` can be met with; gives false when there is nothing to meet it with. */
export type Remedies = Readonly<Record<string, (refused: Refused) => Promise<boolean>>>

/**
 * Submits the interaction. A refusal that asks for something more (a second factor, profile data, a choice about MFA) is
 * met once each. Throws any other.
 */
export async function submit(steps: Steps, remedies: Remedies): Promise<URL | undefined> {
  const met = new Set<string>()
  for (;;) {
    const taken = await steps.attempt('submit', 'finishing the sign-in')
    if (!isRefused(taken)) return redirectIn(taken.answer, steps)
    const { code, failure } = taken
    const remedy = met.has(code) ? undefined : remedies[code]
    met.add(code)
    if (!remedy || !(await remedy(taken))) throw failure
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

/** What a user may decline is declined, and said: `submit` then goes through. */
export function declining(steps: Steps): Remedies {
  const decline = (verb: string, text: string) => async (refused: Refused) => {
    if (refused.data.skippable === false) return false
    await steps.take(verb, 'going on without it')
    await steps.say(text)
    return true
  }
  return {
    'user.missing_mfa': async (refused) =>
      refused.data.skippable === true
        ? decline('skip-mfa', 'the tenant offers to set up MFA: declined')(refused)
        : false,
    'user.suggest_mfa': decline('skip-mfa', 'the tenant suggests a second factor: declined'),
    'user.passkey_preferred': decline('skip-passkey', 'the tenant suggests a passkey: declined'),
    'session.mfa.suggest_additional_mfa': decline(
      'skip-mfa-suggestion',
      'the tenant suggests a further factor: declined',
    ),
  }
}
