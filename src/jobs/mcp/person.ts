import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { Ask } from './assistant-guard.js'

/** A question unanswered in this time is a no. */
const patienceMs = 300_000

/**
 * Asks the person in front of the client, by elicitation. No answer, an answer of another form, and a client that goes
 * are a no. Undefined where the client cannot ask.
 */
export function askOf(server: Server, signal: AbortSignal): Ask {
  if (!server.getClientCapabilities()?.elicitation?.form) return undefined
  return async (message, typed) => {
    const [name, property] =
      typed === undefined
        ? (['go_ahead', { type: 'boolean', title: 'Go ahead', default: false }] as const)
        : (['profile', { type: 'string', title: `Type ${typed} to go ahead: the profile is protected` }] as const)
    try {
      const answer = await server.elicitInput(
        { message, requestedSchema: { type: 'object', properties: { [name]: property }, required: [name] } },
        { timeout: patienceMs, signal },
      )
      return answer.action === 'accept' && answer.content?.[name] === (typed ?? true)
    } catch {
      return false
    }
  }
}
