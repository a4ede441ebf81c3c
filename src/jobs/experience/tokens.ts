import type { TokenEndpointResponse } from 'oauth4webapi'
import { redeemCode } from '../../access/auth/authorization-code.js'
import type { Interaction } from '../../access/interaction/interaction.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import { followToRedirectUri } from './follow.js'

/**
 * Follows a submitted interaction to its code and redeems that. The code is kept with the sign-in, so that an exchange
 * that failed for want of a secret can be tried again. Throws as `followToRedirectUri` and `redeemCode` do.
 */
export async function obtainTokens(
  client: TenantClient,
  interaction: Interaction,
  from: URL,
  { secret, say }: { secret: () => Promise<string | undefined>; say: (text: string) => Promise<void> },
): Promise<TokenEndpointResponse> {
  const callback = await followToRedirectUri(client, interaction.session, from)
  await interaction.goOnAt(callback)
  const { server, clientId, redirectUri, state, nonce, codeVerifier, resources } = interaction.session
  const answered = { server, id: clientId, redirectUri, callback, state, nonce, codeVerifier, resource: resources[0] }
  const tokens = await redeemCode({ ...answered, secret: await secret() }, client.fetcher())
  await say(`the tokens for ${clientId} are here`)
  return tokens
}
