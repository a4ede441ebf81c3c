import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
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

/** Everything that people are in the midst of, by the id of the provider's interaction. */
export class Experience {
  readonly #interactions = new Map<string, Interaction>()

  constructor(private readonly provider: Provider) {}

  /** Id of the interaction that the cookie names; throws 400 `session.not_found` when there is none. */
  async admit({ incoming, outgoing }: Exchange): Promise<string> {
    const details = await this.provider.interactionDetails(incoming, outgoing).catch(() => {
      throw new Refusal(400, 'session.not_found', 'There is no sign-in under way.')
    })
    return details.uid
  }

  async perform(
    entry: Entry,
    call: Omit<Call, 'owner'>,
    uid: string,
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
    return handler({ ...call, owner: {}, interaction: interaction as Interaction, start, finish })
  }
}
