/** What most tests of tokens need: an empty home, credentials, and a failure's facts. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ClientCredential, RefreshCredential } from '../../../src/access/auth/credential.js'
import { FileStorage, type TokenStorage } from '../../../src/access/auth/token-storage.js'
import { CliFailure } from '../../../src/base/errors.js'
import { client } from '../../call/http/loopback-server.js'
import { httpFetcher } from './http-fetcher.js'
import { type LogtoLike, resource } from './logto-like-provider.js'

/** A secret with every character that Basic's encoding could spoil. */
export const secret = 's3cret+/:%~'

/** A folder of this test's own. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tokens-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function fetcher(options: Parameters<typeof httpFetcher>[1] = {}) {
  return httpFetcher(client(), options)
}

export function machine({ tokenUrl }: Pick<LogtoLike, 'tokenUrl'>): Extract<ClientCredential, { secret: string }> {
  return { kind: 'client', id: 'machine', secret, resource, scope: 'all', tokenUrl }
}

/** A self-hosted admin's login, kept in two files of the folder. */
export function login(
  { tokenUrl }: Pick<LogtoLike, 'tokenUrl'>,
  folder: string,
  owner = 'profile-1',
): RefreshCredential {
  return {
    kind: 'refresh',
    id: 'device-demo-app',
    tokenUrl,
    resource,
    owner,
    refreshToken: file(folder, `${owner}.refresh`),
    cache: file(folder, `${owner}.cache`),
  }
}

export function file(folder: string, name: string): TokenStorage {
  return new FileStorage(join(folder, name))
}

/** The failure that a promise ends with. */
export async function failureOf(promise: Promise<unknown>): Promise<CliFailure> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof CliFailure) return outcome
  throw new Error(`not a CliFailure: ${String(outcome)}`, { cause: outcome })
}
