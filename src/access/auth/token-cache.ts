import { join } from 'node:path'
import { NotAllowedError } from '../../base/errors.js'
import { cacheFolder } from './cache-folder.js'
import { type RenewableCredential, tokenKey } from './credential.js'
import type { IssuedToken } from './issued-token.js'
import { CacheFile, type TokenStorage } from './token-storage.js'

/** Tokens are not used in their last minute, as Logto's own SDK does: the request must still arrive in time. */
const marginMs = 60_000

/** Whether a token may still be sent. */
export function isFresh({ expiresAt }: IssuedToken): boolean {
  return expiresAt - marginMs > Date.now()
}

/**
 * Keeps one access token between runs. A profile says where; tokens of environment credentials go into the user's cache
 * directory, since Logto Cloud counts token requests, unless `LOGTO_TOKEN_CACHE=off`.
 * A cache file that cannot be read or written never fails a command.
 */
export class TokenCache {
  private readonly key: string
  private readonly storage: TokenStorage | undefined

  constructor(credential: RenewableCredential, env: NodeJS.ProcessEnv) {
    this.key = tokenKey(credential)
    this.storage = 'cache' in credential ? credential.cache : ownFile(this.key, env)
  }

  /** False when nothing is kept, so that there is nothing to share either. */
  get isOn(): boolean {
    return this.storage !== undefined
  }

  /** The kept token if it is this credential's and fresh. */
  async read(): Promise<IssuedToken | undefined> {
    try {
      const text = await this.storage?.read()
      const { key, value, expiresAt } = JSON.parse(text ?? '{}') as Partial<IssuedToken & { key: string }>
      if (key !== this.key || typeof value !== 'string' || typeof expiresAt !== 'number') return undefined
      const token = { value, expiresAt }
      return isFresh(token) ? token : undefined
    } catch (error) {
      return unlessClosed(error)
    }
  }

  async store({ value, expiresAt }: IssuedToken): Promise<void> {
    await this.storage?.write(JSON.stringify({ key: this.key, value, expiresAt })).catch(unlessClosed)
  }

  async clear(): Promise<void> {
    await this.storage?.remove()
  }
}

/** A keychain that is locked, gone or stuck is told at once: the secret behind the token lies in it, too. */
function unlessClosed(error: unknown): undefined {
  if (error instanceof NotAllowedError) throw error
}

function ownFile(key: string, env: NodeJS.ProcessEnv): TokenStorage | undefined {
  if (env.LOGTO_TOKEN_CACHE === 'off') return undefined
  return new CacheFile(join(cacheFolder(env), 'tokens', `${key}.json`))
}
