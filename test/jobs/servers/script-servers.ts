/** Homes with MCP servers, and scripts that call them: the built program in a process of its own. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Finished, makeHome, type RunOptions, run } from '../../cli/run.js'

export const peer = join(import.meta.dirname, 'peer.mjs')

export interface ScriptHome {
  home: string
  logto(words: readonly string[], options?: RunOptions): Promise<Finished>
  /** Runs a script without a tenant, from a file `script.lua`. */
  lua(code: string, words?: readonly string[], options?: RunOptions): Promise<Finished>
  file(name: string, text: string): string
}

/** A home with these servers by name: each a command, or an address. */
export function scriptHome(servers: Readonly<Record<string, readonly string[] | string>> = {}): ScriptHome {
  const own = makeHome()
  onTestFinished(own.remove)
  const home = own.path
  const folder = join(home, 'config', 'logto-cli')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const kept = Object.entries(servers).map(([name, reached]) => [
    name,
    {
      id: `id-of-${name}`,
      createdAt: '2026-01-01T00:00:00Z',
      ...(typeof reached === 'string'
        ? { kind: 'url', url: reached }
        : { kind: 'command', command: reached, folder: home }),
    },
  ])
  const path = join(folder, 'servers.json')
  writeFileSync(path, JSON.stringify({ version: 1, servers: Object.fromEntries(kept) }), { mode: 0o600 })
  const file = (name: string, text: string) => {
    writeFileSync(join(home, name), text)
    return join(home, name)
  }
  const logto = (words: readonly string[], options?: RunOptions) => run(words, home, options)
  return {
    home,
    file,
    logto,
    lua(code, words = [], options) {
      file('script.lua', code)
      return logto(
        ['mcp', 'lua', 'script.lua', ...Object.keys(servers).flatMap((name) => ['--allow-mcp', name]), ...words],
        options,
      )
    },
  }
}

/** The command of a server that misbehaves. */
export function misbehaving(way: string, ...more: string[]): string[] {
  return [process.execPath, peer, way, ...more]
}

/** Whether a process runs, by the id in a file. One that has ended and that nobody has asked about does not. */
export function isAlive(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', readFileSync(file, 'utf8')], { encoding: 'utf8' })
    return !state.startsWith('Z')
  } catch {
    return false
  }
}
