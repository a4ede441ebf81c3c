import { chooseTenant, type Tenant, type TenantFlags } from '../../access/auth/tenant.js'
import { consoleOf, parseConsole } from '../../access/profiles/console-address.js'
import { UsageError } from '../../base/errors.js'
import type { Streams } from '../../call/output/streams.js'
import { hasDesktop, openBrowser } from '../login/browser.js'
import { consolePage } from './console-pages.js'

/** What was typed. */
export interface OpenWishes extends TenantFlags {
  topic: string | undefined
  id: string | undefined
  console: string | undefined
  noBrowser: boolean
}

/**
 * Opens a page of the tenant's Console in the browser. Without one, and where standard output is no terminal, the
 * address is printed. Nothing is sent, and no credentials are read. Throws a UsageError where there is no such page, or
 * where nothing tells the Console's address.
 */
export async function openConsole(wishes: OpenWishes, env: NodeJS.ProcessEnv, streams: Streams): Promise<void> {
  const page = consolePage(wishes.topic, wishes.id)
  const { tenant, notices } = await chooseTenant(wishes, env, process.cwd(), { isOpen: true })
  for (const text of notices) await streams.err(text)
  const address = [addressOf(tenant, wishes.console, env), page].filter(Boolean).join('/')
  if (wishes.noBrowser || !process.stdout.isTTY || !hasDesktop(env)) return streams.out(`${address}\n`)
  await streams.err(`opening ${address}`)
  await openBrowser(new URL(address))
}

/** The flag, the environment, the profile, and what follows from the tenant itself, in this order. */
function addressOf(tenant: Tenant, flag: string | undefined, env: NodeJS.ProcessEnv): string {
  if (flag !== undefined) return parseConsole(flag, '--console')
  if (env.LOGTO_CONSOLE) return parseConsole(env.LOGTO_CONSOLE, 'LOGTO_CONSOLE')
  const { endpoint, resource, profile } = tenant
  if (profile?.facts.console !== undefined) return parseConsole(profile.facts.console, `profile ${profile.name}`)
  const adminTokenUrl = profile?.facts.kind === 'device' ? profile.facts.tokenUrl : undefined
  const known = consoleOf({ endpoint, resource, adminTokenUrl })
  if (known !== undefined) return known
  throw new UsageError(`nothing tells where the Console of ${endpoint.origin} is`, {
    code: 'usage.no_console',
    hint: profile
      ? `say it once: logto profiles set ${profile.name} --console https://admin.example.com`
      : 'give --console https://admin.example.com, or set LOGTO_CONSOLE',
  })
}
