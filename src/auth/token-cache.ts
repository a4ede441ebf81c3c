import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Credential } from '../profiles/environment.js'
import type { IssuedToken } from './client-credentials.js'

/** Tokens are not used in their last minute, as Logto's own SDK does: the request must still arrive in time. */
const marginMs = 60_000

/**
 * Keeps access tokens of environment credentials between runs, since Logto Cloud counts token requests: one file per
 * key in the user's cache directory, 0600 in a 0700 folder. The key covers everything that decides whose token it is.
 * `LOGTO_TOKEN_CACHE=off` turns it off. A cache that cannot be read or written never fails a command.
 */
export class TokenCache {
  private readonly folder: string
  private readonly file: string
  private readonly off: boolean

  constructor(credential: Extract<Credential, { kind: 'client' }>, env: NodeJS.ProcessEnv) {
    this.folder = join(cacheFolder(env), 'tokens')
    this.file = join(this.folder, `${keyOf(credential)}.json`)
    this.off = env.LOGTO_TOKEN_CACHE === 'off'
  }

  async read(): Promise<string | undefined> {
    if (this.off) return undefined
    try {
      const { value, expiresAt } = JSON.parse(await readFile(this.file, 'utf8')) as Partial<IssuedToken>
      const usable = typeof value === 'string' && typeof expiresAt === 'number' && expiresAt - marginMs > Date.now()
      return usable ? value : undefined
    } catch {
      return undefined
    }
  }

  async store(token: IssuedToken): Promise<void> {
    if (this.off) return
    const draft = `${this.file}.${process.pid}`
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 })
      await writeFile(draft, JSON.stringify(token), { mode: 0o600 })
      await rename(draft, this.file)
    } catch {
      await rm(draft, { force: true }).catch(() => {})
    }
  }
}

function keyOf({ tokenUrl, id, secret, resource, scope }: Extract<Credential, { kind: 'client' }>): string {
  const parts = [tokenUrl.href, 'client_credentials', id, secret, resource, scope]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

/** The user's cache directory for this program: XDG_CACHE_HOME, or what the platform uses. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const home = env.HOME || homedir()
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'logto-cli')
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'logto-cli')
  if (process.platform === 'win32')
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'logto-cli', 'cache')
  return join(home, '.cache', 'logto-cli')
}
