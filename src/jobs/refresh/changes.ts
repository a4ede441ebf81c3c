import { readIndex } from '../../call/refreshed/index-file.js'
import type { Kept } from '../../call/refreshed/kept.js'
import { placeOf } from '../../call/refreshed/name-by-rule.js'
import type { TenantCommands } from '../../call/refreshed/tenant-commands.js'

/** One difference between a tenant and this program, as `logto refresh` prints it. */
export interface Change {
  /** `new`: a command was made; `more`: a command takes more here; `gone`: the tenant lacks it. */
  change: 'new' | 'more' | 'gone'
  command: string
  /** Method and path. */
  operation: string
}

/** What is kept of a tenant, as rows. */
export function changesOf(
  commands: TenantCommands,
  { lacking, wider }: Pick<Kept, 'lacking' | 'wider'>,
  root: string,
): Change[] {
  const known = Object.entries(readIndex(root))
  const rowsOf = (change: Change['change'], places: readonly string[]) =>
    known
      .filter(([, { method, path }]) => places.includes(placeOf(method, path)))
      .map(([command, { method, path }]) => ({ change, command, operation: `${method} ${path}` }))
  const made = commands.made().map(({ command, operation: { method, path } }) => ({
    change: 'new' as const,
    command,
    operation: `${method} ${path}`,
  }))
  return [...made, ...rowsOf('more', wider), ...rowsOf('gone', lacking)]
}
