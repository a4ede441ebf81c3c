import type { InteractionResults } from 'oidc-provider'
import type { Call, Reply } from '../call.js'
import type { Interaction, InteractionEvent } from './interaction.js'

/** A checked request of somebody who is signing in. */
export interface ExperienceCall extends Call {
  interaction: Interaction
  /** Begins anew with an event. */
  start(event: InteractionEvent): Interaction
  /** Hands the result to the provider and gives the address to go on at. */
  finish(result: InteractionResults): Promise<string>
}

export type ExperienceHandler = (call: ExperienceCall) => Reply | Promise<Reply>
