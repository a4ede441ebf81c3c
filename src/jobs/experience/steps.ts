import { type CliFailure, NetworkError } from '../../base/errors.js'
import type { HttpMethod } from '../../call/facts/operation.js'
import { loadSchema } from '../../call/operation/load-schema.js'
import { parse } from '../../call/operation/printable.js'
import { refusalOf, unexpectedRedirect } from '../../call/operation/refusal.js'
import type { TenantAnswer, TenantClient } from '../../call/operation/tenant-client.js'
import { wordsFor } from './reasons.js'
import { reworded } from './reworded.js'

/** What a step answered: a JSON object, empty where there was no body. */
export type StepAnswer = Readonly<Record<string, unknown>>

/** A step that was refused, not yet thrown: some refusals ask for a further step. */
export interface Refused {
  code: string
  data: Readonly<Record<string, unknown>>
  failure: CliFailure
}

/** Takes the steps of one sign-in, each an operation of the Experience API. */
export class Steps {
  constructor(
    readonly client: TenantClient,
    private readonly root: string,
    readonly say: (text: string) => Promise<void>,
  ) {}

  /**
   * Takes a step, named by its command (`experience verify-password`). Throws the tenant's refusal, which says what was
   * being done (`checking the password`), why it was refused in plain words, and Logto's code.
   */
  async take(verb: string, doing: string, body?: object): Promise<StepAnswer> {
    const taken = await this.attempt(verb, doing, body)
    if (isRefused(taken)) throw taken.failure
    return taken.answer
  }

  /** The same for a step whose refusal is looked at first. */
  async attempt(verb: string, doing: string, body?: object): Promise<{ answer: StepAnswer } | Refused> {
    const { method, path } = await loadSchema(this.root, `experience ${verb}`)
    const json = body === undefined ? {} : { body: { kind: 'json' as const, value: body } }
    const request = { method: method as HttpMethod, path, query: [], headers: {}, ...json }
    const sent = await this.client.send(request, 'interaction')
    if (sent.answer.status < 300) return { answer: objectIn(sent) }
    if (sent.answer.status < 400) throw unexpectedRedirect(sent.answer)
    return this.refused(sent, doing)
  }

  private refused(sent: TenantAnswer, doing: string): Refused {
    const failure = refusalOf(sent, { authority: 'interaction' }, this.client.tenant)
    const { code } = failure
    const data = dataOf(sent)
    const { says = failure.message, hint = failure.hint } = wordsFor(code, data) ?? {}
    return { code, data, failure: reworded(failure, `${doing} was refused: ${says} (${code})`, hint) }
  }
}

export function isRefused(taken: { answer: StepAnswer } | Refused): taken is Refused {
  return 'failure' in taken
}

/** The id of the verification record that a step answered. Throws a NetworkError where there is none. */
export function recordOf({ verificationId }: StepAnswer): string {
  if (typeof verificationId === 'string') return verificationId
  throw new NetworkError('the tenant answered no verification record', {
    code: 'http.not_logto',
    hint: 'does a proxy answer in its place? --debug shows the answer',
  })
}

function objectIn({ answer }: TenantAnswer): StepAnswer {
  if (!String(answer.headers['content-type'] ?? '').includes('json')) return {}
  return (parse(answer) ?? {}) as StepAnswer
}

function dataOf({ answer }: TenantAnswer): Readonly<Record<string, unknown>> {
  try {
    const { data } = JSON.parse(answer.text) as { data?: Record<string, unknown> }
    return data ?? {}
  } catch {
    return {}
  }
}
