import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import type { Storage } from '../profiles/profile.js'

/** An MCP server that scripts may call, without its secrets. */
export interface McpServer {
  /** Random: the key of its secrets. */
  id: string
  /** How it is reached: a program of this machine, or streamable HTTP. */
  kind: 'command' | 'url'
  /** The program and its words. */
  command?: readonly string[]
  /** Where the program is started: the folder in which it was added, so that none is run that another folder holds. */
  folder?: string
  url?: string
  /** Plain variables of the program. */
  env?: Readonly<Record<string, string>>
  /** Names of what is kept secret. */
  secretEnv?: readonly string[]
  secretHeaders?: readonly string[]
  /** Where its secrets are; none without secrets. */
  storage?: Storage
  /** ISO 8601. */
  createdAt: string
}

/** What `servers.json` holds. */
export interface Servers {
  version: 1
  servers: Record<string, McpServer>
}

/** The values of its secrets. */
export interface ServerSecrets {
  env: Record<string, string>
  headers: Record<string, string>
}

/** Names that are no plain property of a JavaScript object. */
const reserved = new Set(['__proto__', 'constructor', 'prototype'])

export function isServerName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name) && !reserved.has(name)
}

/** Returns the name, or throws a UsageError when it may not name a server. */
export function checkServerName(name: string): string {
  if (isServerName(name)) return name
  throw new UsageError(`${name || 'an empty value'} cannot be the name of a server`, {
    code: 'config.bad_server_name',
    hint: 'use up to 64 letters, digits, dashes and underscores, and begin with a letter',
  })
}

/** The server of that name. Throws a UsageError that names the nearest one; `from` says who asked for it. */
export function findServer({ servers }: Servers, name: string, from: string): McpServer {
  const server = Object.hasOwn(servers, name) ? servers[name] : undefined
  if (server) return server
  const near = nearest(name, Object.keys(servers))
  throw new UsageError(`${from}: there is no server ${name}`, {
    code: 'config.unknown_server',
    hint: `${near.length > 0 ? `did you mean ${near.join(' or ')}? ` : ''}see \`logto mcp servers list\`, or keep one with \`logto mcp servers add\``,
  })
}
