/** What is kept of a tenant, beside the tree of commands: read for words that no command has, for help and for lists. */

import type { Command } from '@oclif/core'
import { isAnythingKept } from '../call/refreshed/kept-folder.js'
import type { OpenedTenant } from '../call/refreshed/open.js'
import type { Place } from './command-tree.js'
import type { CommandLine } from './words.js'

/** What is kept of the tenant that the line means. */
export async function tenantOf({ leading, rest }: CommandLine, { root }: Place): Promise<OpenedTenant> {
  if (!isAnythingKept(process.env)) return {}
  const { askedTenant, openTenantCommands } = await import('../call/refreshed/open.js')
  return openTenantCommands(askedTenant([...leading, ...rest]), root)
}

/** A command with what the tenant's documents add to it. */
export async function withAdditions(
  command: Command.Loadable,
  { commands }: OpenedTenant,
  { root }: Place,
): Promise<Command.Loadable> {
  if (!commands?.wider.includes(command.id.replaceAll(':', ' '))) return command
  const { joined } = await import('../jobs/find/all-commands.js')
  return joined([command], commands, root)[0] ?? command
}

/** The command that was made from the tenant's documents and that the words name. */
export async function madeCommand(
  words: readonly string[],
  { commands }: OpenedTenant,
): Promise<Command.Loadable | undefined> {
  const made = commands?.find(words)
  if (!made) return undefined
  const { listedMade } = await import('../call/operation/tenant-listing.js')
  return listedMade(made)
}

/** The command that has a name of people's by now, where the words are those that were made for it. */
export async function reviewedName(
  words: readonly string[],
  { commands }: OpenedTenant,
  { root }: Place,
): Promise<string | undefined> {
  if (words.length < 2) return undefined
  const { readIndex } = await import('../call/refreshed/index-file.js')
  const typed = words.slice(0, 2).join(' ')
  const [known] = Object.entries(readIndex(root)).find(([, { madeName }]) => madeName === typed) ?? []
  return known ?? commands?.reviewedAs(words)
}
