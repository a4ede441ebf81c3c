import { NotAllowedError } from '../../base/errors.js'
import type { Authority } from '../../call/facts/operation.js'
import { type Opening, openClient } from '../../call/operation/open-client.js'
import type { TenantClient } from '../../call/operation/tenant-client.js'

/** The tenants of one run: each is chosen once and keeps its token and its connections. */
export class Tenants {
  private readonly opened = new Map<string, Promise<TenantClient>>()
  private signal: AbortSignal | undefined

  constructor(
    /** `signal` ends the requests that are under way; after it was aborted, another one is in force. */
    private readonly opening: Omit<Opening, 'signal'> & { signal: () => AbortSignal },
    private readonly allowed: readonly string[],
  ) {}

  /** The client of a profile that the script may use; without a name, of the tenant that every command would use. */
  client(profile: string | undefined, authority: Authority): Promise<TenantClient> {
    if (this.signal?.aborted) {
      void this.close()
      this.opened.clear()
    }
    this.signal = this.opening.signal()
    // Requests of a sign-in carry its cookies, which others must not.
    const inInteraction = authority === 'interaction'
    const key = JSON.stringify([profile, inInteraction])
    const known = this.opened.get(key) ?? this.open(profile, inInteraction ? authority : undefined)
    this.opened.set(key, known)
    return known
  }

  isAllowed(profile: string): boolean {
    return this.allowed.includes(profile)
  }

  /** Throws a NotAllowedError for a profile that was not named with `--allow-profile`. */
  refuseOthers(profile: string): void {
    if (this.isAllowed(profile)) return
    throw new NotAllowedError(`the script may not use profile ${profile}`, {
      code: 'lua.profile_not_allowed',
      hint: `if it should, run it with --allow-profile ${profile}`,
    })
  }

  async close(): Promise<void> {
    const clients = await Promise.allSettled(this.opened.values())
    await Promise.all(clients.map((client) => client.status === 'fulfilled' && client.value.close()))
  }

  private open(profile: string | undefined, authority: Authority | undefined): Promise<TenantClient> {
    const { settings } = this.opening
    const own = profile === undefined ? settings : { ...settings, profile, endpoint: undefined }
    return openClient({ ...this.opening, settings: own, signal: this.opening.signal() }, authority)
  }
}
