import { type DeviceCode, type DeviceSignIn, signInByDevice } from '../../access/auth/device-flow.js'
import type { TokenSet } from '../../access/auth/issued-token.js'
import { canAsk } from '../../call/operation/questions.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'
import type { Streams } from '../../call/output/streams.js'
import { openBrowser } from './browser.js'

export interface Showing {
  streams: Streams
  /** Do not open a browser (`--no-browser`). */
  noBrowser: boolean
  noInput: boolean
}

/** Lets a person sign in by device flow: shows code and address, opens the browser where there is one, and waits. */
export async function signInWithBrowser(
  signIn: DeviceSignIn,
  client: TenantClient,
  signal: AbortSignal,
  { streams, noBrowser, noInput }: Showing,
): Promise<TokenSet> {
  const onCode = async (code: DeviceCode) => {
    const minutes = Math.max(1, Math.round((code.expiresAt - Date.now()) / 60_000))
    await streams.err(`Open ${code.address} and type the code ${code.userCode}`)
    if (code.addressWithCode) await streams.err(`or open ${code.addressWithCode}`)
    await streams.err(`Waiting for your approval; the code is valid for ${minutes} min, Ctrl-C gives up.`)
    if (!noBrowser && canAsk(noInput) && code.openable) await openBrowser(code.openable)
  }
  return signInByDevice(signIn, client.fetcher(), { onCode, signal })
}
