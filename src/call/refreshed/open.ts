import { chooseTenant, type Tenant, type TenantFlags } from '../../access/auth/tenant.js'
import { KeptFile } from './kept.js'
import { isAnythingKept } from './kept-folder.js'
import { TenantCommands } from './tenant-commands.js'

/** What is kept of the tenant in force. */
export interface OpenedTenant {
  commands?: TenantCommands
  /** There is something, and it cannot be understood: cut, edited, or of another version. */
  isUnreadable?: boolean
}

/** What is kept of the tenant that these flags, the environment and the project choose; nothing where they choose none. */
export async function openTenantCommands(asked: TenantFlags, root: string): Promise<OpenedTenant> {
  if (!isAnythingKept(process.env)) return {}
  const tenant = await chosen(asked)
  if (!tenant) return {}
  const kept = await new KeptFile(tenant.endpoint, process.env).read()
  if (kept === 'unreadable') return { isUnreadable: true }
  return kept ? { commands: new TenantCommands(kept, root) } : {}
}

/** Whoever has a mistake in the choice of the tenant is told by the command that needs one. */
async function chosen(asked: TenantFlags): Promise<Tenant | undefined> {
  try {
    return (await chooseTenant(asked, process.env, process.cwd(), { isOpen: true })).tenant
  } catch {
    return undefined
  }
}

/** The tenant that flags of a command line name, before it is parsed. */
export function askedTenant(words: readonly string[]): TenantFlags {
  const end = words.indexOf('--')
  const before = end < 0 ? words : words.slice(0, end)
  const asked: TenantFlags = {}
  for (const [i, word] of before.entries()) {
    const [, flag, value] = /^(--profile|--endpoint|-p)(?:=(.*))?$/s.exec(word) ?? /^(-p)(.+)$/s.exec(word) ?? []
    const given = value ?? before[i + 1]
    if (flag === '--endpoint') asked.endpoint = given
    else if (flag !== undefined) asked.profile = given
  }
  return asked
}
