import type { TenantCommands } from '../refreshed/tenant-commands.js'
import { madeClass } from './made-class.js'
import { widenedClass } from './widened-class.js'

type Load<Class> = (command: string) => Promise<Class>

/** Loads the class of any command, those that the tenant's documents add and those that take more by them as well. */
export function tenantLoader<Class extends object>(
  load: Load<Class>,
  tenant: TenantCommands | undefined,
  root: string,
): Load<Class> {
  if (!tenant) return load
  return async (command) => {
    const made = tenant.find(command.split(' '))
    if (made) return madeClass(made) as unknown as Class
    const known = await load(command)
    return (await widenedClass(known, command, tenant, root)) ?? known
  }
}
