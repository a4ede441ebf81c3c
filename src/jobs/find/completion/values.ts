import { readdirSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { ListedArgument, ListedFlag } from '../catalogue.js'

/** Where values that are no closed set come from. */
export interface Sources {
  /** Names of the profiles on this machine. */
  profiles: () => Promise<readonly string[]>
  cwd: string
  home: string
}

/** What a flag may be given: a value of its closed set, a profile, a file. */
export async function flagValues(flag: ListedFlag | undefined, typed: string, from: Sources): Promise<string[]> {
  if (!flag) return []
  if (flag.options) return [...flag.options]
  if (flag.name === 'profile' || flag.helpValue === '<profile>') return [...(await from.profiles())]
  return files(typed, flag.helpValue === '<path>', from)
}

/** What an argument may be given. */
export async function argumentValues(argument: ListedArgument, typed: string, from: Sources): Promise<string[]> {
  if (argument.options) return [...argument.options]
  if (argument.name === 'profile') return [...(await from.profiles())]
  return files(typed, false, from)
}

/** Files behind an `@`, or where a path is what is wanted. */
function files(typed: string, isPath: boolean, from: Sources): string[] {
  if (typed.startsWith('@')) return filesFrom(typed.slice(1), from).map((word) => `@${word}`)
  return isPath ? filesFrom(typed, from) : []
}

/** Files and folders that begin as typed; a folder ends in a slash. */
function filesFrom(typed: string, { cwd, home }: Sources): string[] {
  const start = typed.slice(0, typed.lastIndexOf('/') + 1)
  const wanted = typed.slice(start.length)
  const folder = start.startsWith('~/') ? join(home, start.slice(2)) : start
  try {
    return readdirSync(isAbsolute(folder) ? folder : join(cwd, folder), { withFileTypes: true })
      .filter(({ name }) => name.startsWith(wanted) && (wanted.startsWith('.') || !name.startsWith('.')))
      .map((entry) => `${start}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort()
  } catch {
    return []
  }
}
