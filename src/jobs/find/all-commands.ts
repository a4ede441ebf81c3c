import { readSchema } from '../../call/operation/load-schema.js'
import { withTenant } from '../../call/operation/tenant-listing.js'
import type { TenantCommands } from '../../call/refreshed/tenant-commands.js'
import type { ListedCommand } from './catalogue.js'
import { listedCommands } from './manifest.js'

/**
 * Every command there is: those of the program that stands in `root`, and those that a tenant's documents add. The one
 * door for whoever lists operations.
 */
export function everyCommand(root: string, tenant: TenantCommands | undefined): ListedCommand[] {
  return joined(listedCommands(root), tenant, root)
}

/** The commands of the program with those of a tenant. */
export function joined<Each extends ListedCommand>(
  known: readonly Each[],
  tenant: TenantCommands | undefined,
  root: string,
) {
  if (!tenant) return [...known]
  return withTenant(known, tenant, { root, schemaOf: (command) => readSchema(root, command) })
}
