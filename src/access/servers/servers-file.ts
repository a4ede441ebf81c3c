import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'
import { changeFile } from '../profiles/change-file.js'
import { configFolder } from '../profiles/config-folder.js'
import { parseJsonFile } from '../profiles/json-text.js'
import { readPlainFile } from '../profiles/plain-file.js'
import { isServerName, type Servers } from './server.js'

const maxBytes = 1024 * 1024

/** The user's MCP servers, without their secrets: `servers.json` in the configuration folder. No project file adds one. */
export class ServersFile {
  readonly path: string

  constructor(env: NodeJS.ProcessEnv) {
    this.path = join(configFolder(env), 'servers.json')
  }

  /** What the file says; no file is no server. Throws a UsageError for one that cannot be understood. */
  async read(): Promise<Servers> {
    const file = await readPlainFile(this.path, maxBytes)
    if (file.kind === 'missing') return { version: 1, servers: {} }
    if (file.kind === 'refused') throw this.bad(file.why)
    const value = await parseJsonFile(file.text, this.path, 'correct the file, or remove it and add the servers again')
    if (isServers(value)) return value
    throw this.bad('does not hold MCP servers of this program')
  }

  /** Changes the file, alone among all processes; when `change` throws, it stays as it was. */
  async update(change: (servers: Servers) => void): Promise<void> {
    await changeFile(this.path, async () => {
      const servers = await this.read()
      change(servers)
      return `${JSON.stringify(servers, null, 2)}\n`
    })
  }

  private bad(why: string): UsageError {
    return new UsageError(`${this.path} ${why}`, {
      code: 'config.bad_shape',
      hint: 'correct the file, or remove it and add the servers again with `logto mcp servers add`',
    })
  }
}

function isServers(value: unknown): value is Servers {
  if (!isObject(value) || value.version !== 1 || !isObject(value.servers)) return false
  return Object.entries(value.servers).every(([name, server]) => isServerName(name) && isServer(server))
}

function isServer(value: unknown): boolean {
  if (!isObject(value) || typeof value.id !== 'string' || typeof value.createdAt !== 'string') return false
  const isReached =
    value.kind === 'command'
      ? isTexts(value.command) && (value.command as string[]).length > 0 && typeof value.folder === 'string'
      : value.kind === 'url' && typeof value.url === 'string' && URL.canParse(value.url)
  const lists = [value.secretEnv, value.secretHeaders]
  const env = value.env ?? {}
  return (
    isReached &&
    lists.every((list) => list === undefined || isTexts(list)) &&
    isObject(env) &&
    isTexts(Object.values(env)) &&
    [undefined, 'keychain', 'file'].includes(value.storage as string | undefined)
  )
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
