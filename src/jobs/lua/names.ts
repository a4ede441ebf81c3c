import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { snakeCase } from '../../base/snake-case.js'
import type { TenantCommands } from '../../call/refreshed/tenant-commands.js'

/** What `operations/index.json` says of a command, as far as scripts need it. */
interface IndexEntry {
  summary: string
  lua: string
  luaAlias?: string
}

/** The command behind a Lua name. */
interface Named {
  /** As typed: `users list`. */
  command: string
  summary: string
}

/** Every operation by its names in Lua. */
export class OperationNames {
  /** Commands by Lua name. */
  private readonly commands = new Map<string, Named>()
  /** Lua names by older name. */
  private readonly aliases = new Map<string, string[]>()

  constructor(index: Readonly<Record<string, IndexEntry>>) {
    for (const [command, { summary, lua, luaAlias }] of Object.entries(index)) {
      this.commands.set(lua, { command, summary })
      if (luaAlias === undefined) continue
      const alias = snakeCase(luaAlias)
      this.aliases.set(alias, [...(this.aliases.get(alias) ?? []), lua])
    }
  }

  /** The names of the program's operations, and of those that a tenant's documents add. */
  static async open(root: string, tenant?: TenantCommands): Promise<OperationNames> {
    const index = JSON.parse(await readFile(join(root, 'operations', 'index.json'), 'utf8')) as Record<
      string,
      IndexEntry
    >
    const made = tenant?.made().map(({ command, entry }): [string, IndexEntry] => [command, entry]) ?? []
    return new OperationNames({ ...Object.fromEntries(made), ...index })
  }

  /** Every operation's own name. */
  all(): string[] {
    return [...this.commands.keys()]
  }

  /** The command behind a Lua name (`list_users` → `users list`). */
  commandOf(lua: string): Named | undefined {
    return this.commands.get(lua)
  }

  /**
   * The Lua name that a written one stands for: its own, or an older one that stands for one operation alone, each also
   * after `logto_`. An operation's own name goes first. Undefined for no name; throws a UsageError for an older name of
   * several operations.
   */
  find(written: string): string | undefined {
    const forms = [written, written.replace(/^logto_/, '')]
    const own = forms.find((form) => this.commands.has(form))
    if (own !== undefined) return own
    for (const form of forms) {
      const meant = this.aliases.get(form) ?? []
      if (meant.length === 1) return meant[0]
      if (meant.length > 1) {
        throw new UsageError(`${written} stands for several operations: ${meant.join(', ')}`, {
          code: 'lua.ambiguous_name',
          hint: 'write the one that is meant',
        })
      }
    }
    return undefined
  }

  /** For a name that is none. */
  unknown(written: string): UsageError {
    const [close, ...others] = nearest(written.replace(/^logto_/, ''), [
      ...this.commands.keys(),
      ...this.aliases.keys(),
    ])
    const hint =
      close === undefined
        ? `see docs/lua.md; for a profile called ${written}, add --allow-profile ${written}`
        : `did you mean ${[close, ...others].join(' or ')}?`
    return new UsageError(`there is no operation ${written}`, { code: 'lua.unknown_name', hint })
  }
}
