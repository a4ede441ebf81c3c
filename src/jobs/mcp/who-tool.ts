import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { proveCredentials } from '../../call/operation/proof.js'
import { openCall } from './call-desk.js'
import type { Around } from './heartbeat.js'
import type { Desk } from './served.js'
import { answerOf } from './tool-result.js'

/** Which tenant this is, as whom it is administered, what is allowed, and whether a call works. Throws for a tenant that cannot be chosen. */
export async function whoTool(desk: Desk, context: Around): Promise<CallToolResult> {
  const { wishes, server, program } = desk
  const opened = await openCall(desk, { dryRun: false }, context)
  try {
    const client = await opened.tenants.client(undefined, 'none')
    const { endpoint, profile, readOnly, management } = client.tenant
    const works = await proveCredentials(client, management ? 'management' : 'user').then(
      () => 'yes',
      (error: unknown) => `no: ${error instanceof Error ? error.message : String(error)}`,
    )
    return answerOf({
      endpoint: endpoint.href.replace(/\/$/, ''),
      profile: profile?.name ?? null,
      from: profile ? 'profile' : 'environment',
      acts_as: management ? (profile?.facts.kind ?? 'application') : 'end user',
      client_id: profile?.facts.clientId ?? (management ? (process.env.LOGTO_CLIENT_ID ?? null) : null),
      works,
      allows: wishes.level,
      topics: wishes.only.length > 0 ? wishes.only : 'all',
      read_only: readOnly,
      protected: profile?.facts.protected === true,
      person_can_be_asked: server.getClientCapabilities()?.elicitation?.form !== undefined,
      secrets: wishes.settings.showSecrets ? 'shown' : 'masked',
      version: program.version,
    })
  } finally {
    await opened.close()
  }
}
