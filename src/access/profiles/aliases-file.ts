import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { changeFile } from './change-file.js'
import { configFolder } from './config-folder.js'
import { parseJsonFile } from './json-text.js'
import { readPlainFile } from './plain-file.js'

/** What a person calls command lines, and the lines as they were given. */
export type Aliases = Readonly<Record<string, string>>

const maxBytes = 1024 * 1024

/** The user's own names for commands: `aliases.json` in the configuration folder. No project file adds one. */
export class AliasesFile {
  readonly path: string

  constructor(env: NodeJS.ProcessEnv) {
    this.path = join(configFolder(env), 'aliases.json')
  }

  /** What the file says; no file is no alias. Throws a UsageError for one that cannot be understood. */
  async read(): Promise<Aliases> {
    const file = await readPlainFile(this.path, maxBytes)
    if (file.kind === 'missing') return {}
    if (file.kind === 'refused') throw this.bad(file.why)
    const value = await parseJsonFile(file.text, this.path, 'correct the file, or remove it and set the aliases again')
    if (isAliases(value)) return value.aliases
    throw this.bad('does not hold aliases of this program')
  }

  /** Changes the file, alone among all processes; when `change` throws, it stays as it was. */
  async update(change: (aliases: Record<string, string>) => void): Promise<void> {
    await changeFile(this.path, async () => {
      const aliases = { ...(await this.read()) }
      change(aliases)
      return `${JSON.stringify({ version: 1, aliases }, null, 2)}\n`
    })
  }

  private bad(why: string): UsageError {
    return new UsageError(`${this.path} ${why}`, {
      code: 'config.bad_shape',
      hint: 'correct the file, or remove it and set the aliases again with `logto alias set`',
    })
  }
}

/** Whether a word can be an alias: as commands are spelled. */
export function isAliasName(word: string): boolean {
  return /^[a-z][a-z0-9-]{0,63}$/.test(word)
}

function isAliases(value: unknown): value is { aliases: Aliases } {
  if (typeof value !== 'object' || value === null || !('aliases' in value) || !('version' in value)) return false
  const { version, aliases } = value
  if (version !== 1 || typeof aliases !== 'object' || aliases === null || Array.isArray(aliases)) return false
  return Object.entries(aliases).every(([name, line]) => isAliasName(name) && typeof line === 'string')
}
