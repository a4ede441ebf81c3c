import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { cacheFolder } from './cache-folder.js'
import { CacheFile, type TokenStorage } from './token-storage.js'

/** Logto's record that an end user has just proved who they are. */
export interface VerificationRecord {
  id: string
  /** ISO 8601; ten minutes after it was made. */
  expiresAt: string
}

/** A record is not sent in its last seconds: the request must still arrive in time. */
const marginMs = 5_000

/**
 * The verification record of one end user, kept between runs like a token: 0600 in the user's cache folder, named by a
 * digest of whose it is. A file that cannot be read counts as none.
 */
export class VerificationMemory {
  private readonly storage: TokenStorage

  /** `owner`: the profile's id, or the tenant's address and the user's token. */
  constructor(owner: readonly string[], env: NodeJS.ProcessEnv) {
    const name = createHash('sha256').update(JSON.stringify(owner)).digest('hex')
    this.storage = new CacheFile(join(cacheFolder(env), 'verifications', `${name}.json`))
  }

  /** The record that is still good. */
  async current(): Promise<VerificationRecord | undefined> {
    try {
      const { id, expiresAt } = JSON.parse((await this.storage.read()) ?? '{}') as Partial<VerificationRecord>
      if (typeof id !== 'string' || typeof expiresAt !== 'string') return undefined
      return Date.parse(expiresAt) - marginMs > Date.now() ? { id, expiresAt } : undefined
    } catch {
      return undefined
    }
  }

  keep({ id, expiresAt }: VerificationRecord): Promise<void> {
    return this.storage.write(JSON.stringify({ id, expiresAt }))
  }

  forget(): Promise<void> {
    return this.storage.remove()
  }
}

/** The memory of a profile, whatever its name: it goes with the profile's secrets. */
export function profileVerification(profile: { id: string }, env: NodeJS.ProcessEnv): VerificationMemory {
  return new VerificationMemory(['profile', profile.id], env)
}
