import { tenantName } from '../../call/operation/tenant-name.js'
import { notice } from '../../call/output/notice.js'
import type { ScriptProgram } from './program.js'
import type { Tenants } from './tenants.js'
import type { ScriptWishes } from './wishes.js'

/** Says before the first line of `--repl` which tenant the lines are for, and how to leave. */
export async function replBanner(
  { hasTenant, settings, allowed }: ScriptWishes,
  tenants: Tenants,
  { version, streams }: ScriptProgram,
): Promise<void> {
  const place = hasTenant
    ? await tenants.client(undefined, 'none').then(
        ({ tenant }) => tenantName(tenant),
        () => 'no tenant chosen: sign in with logto login',
      )
    : allowed.mcp.join(', ') || 'no servers'
  await notice(`logto ${version}, Lua 5.4: ${place}`, settings.format, streams)
  await notice('Tab completes, Ctrl-C stops, Ctrl-D or exit leaves', settings.format, streams)
}
