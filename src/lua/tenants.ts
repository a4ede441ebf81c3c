import { chooseTenant, type Tenant } from '../auth/tenant.js'
import { NotAllowedError } from '../errors.js'
import type { Settings } from '../operation/settings.js'
import { type ClientContext, TenantClient } from '../operation/tenant-client.js'

/** The tenants of one run: each is chosen once and keeps its token and its connections. */
export class Tenants {
  private readonly opened = new Map<string | undefined, Promise<TenantClient>>()

  constructor(
    private readonly settings: Pick<Settings, 'profile' | 'endpoint' | 'retries' | 'timeoutMs'>,
    private readonly context: ClientContext,
    private readonly allowed: readonly string[],
    private readonly say: (text: string) => Promise<void>,
  ) {}

  /** The client of a profile that the script may use; without a name, of the tenant that every command would use. */
  client(profile: string | undefined): Promise<TenantClient> {
    const known = this.opened.get(profile) ?? this.open(profile)
    this.opened.set(profile, known)
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

  private async open(profile: string | undefined): Promise<TenantClient> {
    return new TenantClient(await this.choose(profile), this.settings, this.context)
  }

  private async choose(profile: string | undefined): Promise<Tenant> {
    const wanted = profile === undefined ? this.settings : { profile }
    const { tenant, notices } = await chooseTenant(wanted, this.context.env, process.cwd())
    for (const text of notices) await this.say(text)
    return tenant
  }
}
