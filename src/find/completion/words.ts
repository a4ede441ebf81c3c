import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { topicAliases } from '../../topic-aliases.js'
import type { ListedCommand, ListedFlag } from '../catalogue.js'
import type { Topic } from '../topics.js'

/** A word that may be typed next, and what it means where that is known. */
export interface Candidate {
  word: string
  meaning?: string | undefined
}

/** What words are completed from. */
export interface Completing {
  commands: readonly ListedCommand[]
  topics: readonly Topic[]
  /** Global flags that take a value, as they are typed before a command. */
  flagsWithValue: ReadonlySet<string>
  /** Names of the profiles on this machine. */
  profiles: () => Promise<readonly string[]>
  cwd: string
}

/**
 * What may stand in the place of the last of `words`, the ones before it given (the program's name left out).
 * Nothing that is typed is run, and no file is read but the list of profiles.
 */
export async function candidates(words: readonly string[], from: Completing): Promise<Candidate[]> {
  const typed = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const names = namesOf(before, from.flagsWithValue)
  const command = commandOf(names, from.commands)
  const all = await next(typed, before, names, command, from)
  return all.filter(({ word }) => word.startsWith(typed))
}

async function next(
  typed: string,
  before: readonly string[],
  names: readonly string[],
  command: ListedCommand | undefined,
  from: Completing,
): Promise<Candidate[]> {
  const flags = command ? Object.values(command.flags).filter(({ hidden }) => !hidden) : []
  if (before.includes('--')) return []
  const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? []
  if (flag !== undefined) {
    const values = await valuesOf(
      flags.find(({ name }) => `--${name}` === flag),
      value ?? '',
      from,
    )
    return values.map(({ word, meaning }) => ({ word: `${flag}=${word}`, meaning }))
  }
  const last = before.at(-1) ?? ''
  const waiting = flags.find((each) => each.type === 'option' && isNamed(each, last))
  if (waiting) return valuesOf(waiting, typed, from)
  if (!command && from.flagsWithValue.has(last)) {
    return last === '-p' || last === '--profile' ? (await from.profiles()).map((word) => ({ word })) : []
  }
  if (typed.startsWith('-')) return flags.flatMap(flagWords)
  if (!command) return commandWords(names, from)
  const given = names.length - command.id.split(':').length
  return (Object.values(command.args)[given]?.options ?? []).map((word) => ({ word }))
}

/** The words before that are neither flags nor their values; a topic's other names become its own. */
function namesOf(words: readonly string[], flagsWithValue: ReadonlySet<string>): string[] {
  const names = words.filter((word, i) => !word.startsWith('-') && !flagsWithValue.has(words[i - 1] ?? ''))
  const [topic = '', ...rest] = names[0] === 'help' ? names.slice(1) : names
  const own = Object.hasOwn(topicAliases, topic) ? (topicAliases[topic] ?? topic) : topic
  return own === '' ? [] : [own, ...rest]
}

function commandOf(names: readonly string[], commands: readonly ListedCommand[]): ListedCommand | undefined {
  for (let count = Math.min(3, names.length); count > 0; count--) {
    const id = names.slice(0, count).join(':')
    const found = commands.find((command) => command.id === id)
    if (found) return found
  }
  return undefined
}

/** Topics and commands that go on from the words before. */
function commandWords(names: readonly string[], { commands, topics }: Completing): Candidate[] {
  const start = names.map((name) => `${name}:`).join('')
  const found = new Map<string, string | undefined>()
  for (const { id, hidden, summary } of commands) {
    if (hidden || !id.startsWith(start)) continue
    const [word = '', ...rest] = id.slice(start.length).split(':')
    const topic = names.length === 0 ? topics.find(({ name }) => name === word)?.summary : undefined
    found.set(word, rest.length === 0 ? summary : (topic ?? found.get(word)))
  }
  return [...found].map(([word, meaning]) => ({ word, meaning }))
}

function flagWords({ name, type, description, allowNo }: ListedFlag): Candidate[] {
  const meaning = description?.replace(/ \[.*/s, '')
  const words = [`--${name}`, ...(type === 'boolean' && allowNo ? [`--no-${name}`] : [])]
  return words.map((word) => ({ word, meaning }))
}

function isNamed({ name, char }: ListedFlag, word: string): boolean {
  return word === `--${name}` || (char !== undefined && word === `-${char}`)
}

async function valuesOf(flag: ListedFlag | undefined, typed: string, from: Completing): Promise<Candidate[]> {
  if (!flag) return []
  if (flag.name === 'profile' || flag.name === 'confirm') return (await from.profiles()).map((word) => ({ word }))
  if (flag.options) return flag.options.map((word) => ({ word }))
  if (typed.startsWith('@')) return files(typed.slice(1), from.cwd).map((word) => ({ word: `@${word}` }))
  return flag.helpValue === '<path>' ? files(typed, from.cwd).map((word) => ({ word })) : []
}

/** Files and folders that begin as typed; a folder ends in a slash. */
function files(typed: string, cwd: string): string[] {
  const folder = typed.endsWith('/') ? typed : dirname(typed)
  const start = typed.includes('/') ? (folder.endsWith('/') ? folder : `${folder}/`) : ''
  const wanted = typed.endsWith('/') ? '' : basename(typed)
  try {
    return readdirSync(join(folder.startsWith('/') ? '' : cwd, folder), { withFileTypes: true })
      .filter(({ name }) => name.startsWith(wanted) && (wanted.startsWith('.') || !name.startsWith('.')))
      .map((entry) => `${start}${entry.name}${entry.isDirectory() ? '/' : ''}`)
  } catch {
    return []
  }
}
