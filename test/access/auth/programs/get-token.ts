/**
 * Gets an access token as a command does, and prints it with what it cost. Its one argument is JSON: a machine's
 * credential, or a login kept in two files.
 */

import { accessToken } from '../../../../src/access/auth/access-token.js'
import type { Credential } from '../../../../src/access/auth/credential.js'
import { FileStorage } from '../../../../src/access/auth/token-storage.js'
import { CliFailure } from '../../../../src/base/errors.js'
import { HttpClient } from '../../../../src/call/http/client.js'
import { httpFetcher } from '../http-fetcher.js'

export interface Wanted {
  tokenUrl: string
  id: string
  resource: string
  secret?: string
  scope?: string
  login?: { owner: string; refreshToken: string; cache: string }
}

export interface Got {
  value?: string
  exitCode: number
  code?: string
  /** Milliseconds that the token took, without the start of the process. */
  tookMs: number
}

function credentialOf({ tokenUrl, id, resource, secret = '', scope = 'all', login }: Wanted): Credential {
  const url = new URL(tokenUrl)
  if (!login) return { kind: 'client', tokenUrl: url, id, resource, secret, scope }
  const refreshToken = new FileStorage(login.refreshToken)
  const cache = new FileStorage(login.cache)
  return { kind: 'refresh', tokenUrl: url, id, resource, owner: login.owner, refreshToken, cache }
}

const http = new HttpClient({ env: {}, userAgent: 'logto-test/1' })
const started = Date.now()
const got = await accessToken(credentialOf(JSON.parse(process.argv[2] ?? '{}')), httpFetcher(http), process.env).then(
  ({ value }) => ({ value, exitCode: 0 }),
  (error: unknown) => {
    if (error instanceof CliFailure) return { exitCode: error.exitCode, code: error.code }
    throw error
  },
)
await http.close()
process.stdout.write(JSON.stringify({ ...got, tookMs: Date.now() - started } satisfies Got))
process.exitCode = got.exitCode
