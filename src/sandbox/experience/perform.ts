import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { record, stepKey } from '../audit-log.js'
import type { Call, Reply } from '../call.js'
import { fromSchema } from '../example-answer.js'
import type { Entry } from '../operations.js'
import { Refusal } from '../refusal.js'
import type { ExperienceCall, ExperienceHandler } from './call.js'
import { codeSteps } from './code-steps.js'
import { factorSteps } from './factor-steps.js'
import { flow } from './flow.js'
import { Interaction } from './interaction.js'
import { passwordSteps } from './password-steps.js'
import { profileSteps } from './profile-steps.js'
import { thirdParties } from './third-parties.js'

const handlers: Readonly<Record<string, ExperienceHandler>> = {
  ...flow,
  ...passwordSteps,
  ...codeSteps,
  ...factorSteps,
  ...profileSteps,
  ...thirdParties,
}

/** Operations for which an interaction need not have begun; the cookie is needed all the same. */
const early = ['PUT /api/experience', 'GET /api/experience/sso-connectors']

/** A request with Node's own view of it, which the provider wants. */
export interface Exchange {
  incoming: IncomingMessage
  outgoing: ServerResponse
}

/** Who is signing in, and where. */
export interface Admitted {
  uid: string
  /** The application that sent the person. */
  clientId: string
}

/** Everything that people are in the midst of, by the id of the provider's interaction. */
export class Experience {
  readonly #interactions = new Map<string, Interaction>()

  constructor(private readonly provider: Provider) {}

  /** The sign-in that the cookie names; throws 400 `session.not_found` when there is none. */
  async admit({ incoming, outgoing }: Exchange): Promise<Admitted> {
    const details = await this.provider.interactionDetails(incoming, outgoing).catch(() => {
      throw new Refusal(400, 'session.not_found', 'There is no sign-in under way.')
    })
    return { uid: details.uid, clientId: String(details.params.client_id) }
  }

  async perform(
    entry: Entry,
    call: Omit<Call, 'owner'>,
    { uid, clientId }: Admitted,
    { incoming, outgoing }: Exchange,
  ): Promise<Reply> {
    const name = `${entry.method} ${entry.shape}`
    const interaction = this.#interactions.get(uid)
    if (!interaction && !early.includes(name)) {
      throw new Refusal(404, 'session.interaction_not_found', 'The interaction has not begun. Start it first.')
    }
    const start = (event: Interaction['event']) => {
      const begun = new Interaction(call.tenant, event)
      this.#interactions.set(uid, begun)
      return begun
    }
    const finish: ExperienceCall['finish'] = (result) => {
      this.#interactions.delete(uid)
      return this.provider.interactionResult(incoming, outgoing, result)
    }
    const handler = handlers[name] ?? fromSchema
    // Handlers that run without an interaction do not look at it.
    const whole = { ...call, owner: {}, interaction: interaction as Interaction, start, finish }
    const log = (error?: unknown) => {
      const current = interaction ?? this.#interactions.get(uid)
      const event = name === 'PUT /api/experience' ? String(call.body.interactionEvent) : (current?.event ?? '')
      const key = stepKey(name, event, call.body)
      const requester = { ip: incoming.socket.remoteAddress, userAgent: incoming.headers['user-agent'] }
      const facts = { applicationId: clientId, userId: current?.userId, interaction: current?.shown }
      if (key) record(call.tenant, key, requester, facts, error)
    }
    try {
      const reply = await handler(whole)
      log()
      return reply
    } catch (error) {
      log(error)
      throw error
    }
  }
}
