import { readdirSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { RecentId } from '../../../call/operation/recent-ids.js'
import type { OperationSchema } from '../../../call/request/schema.js'
import type { ListedArgument, ListedFlag } from '../catalogue.js'
import type { Candidate } from './candidate.js'

/** Where values that are no closed set come from. */
export interface Sources {
  /** Names of the profiles on this machine. */
  profiles: () => Promise<readonly string[]>
  /** What the tenant's lists have shown of what an input takes ids of. */
  recent: (input: string) => Promise<readonly RecentId[]>
  /** What the operation of a command (`users list`) takes and answers; undefined for a command of another kind. */
  schema: (command: string) => Promise<OperationSchema | undefined>
  cwd: string
  home: string
}

/** What a flag of a command may be given: a value of its closed set, a profile, a path of the body, an id, a file. */
export async function flagValues(
  flag: ListedFlag | undefined,
  typed: string,
  command: string,
  from: Sources,
): Promise<Candidate[]> {
  if (!flag) return []
  if (flag.options) return plain(flag.options)
  if (flag.name === 'profile' || flag.helpValue === '<profile>') return plain(await from.profiles())
  if (!typed.startsWith('@') && byPath.has(flag.name)) {
    const [schema, { bodyPaths, columnLists }] = await Promise.all([from.schema(command), import('./paths.js')])
    if (!schema) return []
    return plain(byPath.get(flag.name) === 'body' ? bodyPaths(schema, typed) : columnLists(schema, typed))
  }
  return [...(await recentIds(flag.name, typed, from)), ...plain(files(typed, flag.helpValue === '<path>', from))]
}

/** What an argument may be given. */
export async function argumentValues(argument: ListedArgument, typed: string, from: Sources): Promise<Candidate[]> {
  if (argument.options) return plain(argument.options)
  if (argument.name === 'profile') return plain(await from.profiles())
  return [...(await recentIds(argument.name, typed, from)), ...plain(files(typed, false, from))]
}

/** Flags whose values are paths of what an operation takes or answers. */
const byPath: ReadonlyMap<string, 'body' | 'answer'> = new Map([
  ['columns', 'answer'],
  ['sort', 'answer'],
  ['set', 'body'],
  ['set-json', 'body'],
])

/** Ids with the names of what they stand for; of several with commas, the last is completed. */
async function recentIds(input: string, typed: string, from: Sources): Promise<Candidate[]> {
  const start = input.endsWith('-ids') ? typed.slice(0, typed.lastIndexOf(',') + 1) : ''
  const given = new Set(start.split(','))
  const known = (await from.recent(input)).filter(({ id }) => !given.has(id))
  return known.map(({ id, name }) => ({ word: start + id, meaning: name || undefined }))
}

function plain(words: readonly string[]): Candidate[] {
  return words.map((word) => ({ word }))
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
