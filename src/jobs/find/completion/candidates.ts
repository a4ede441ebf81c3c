import { flagsWithValue } from '../../../call/operation/flags-with-value.js'
import { expandedSoFar } from '../alias-expansion.js'
import type { ListedCommand, ListedFlag } from '../catalogue.js'
import { inHelpOrder } from '../order.js'
import { withOwnWords } from '../own-words.js'
import { topicAliases } from '../topic-aliases.js'
import { type Topic, type Topics, topicSummaries } from '../topics.js'
import type { Candidate } from './candidate.js'
import { argumentValues, flagValues, type Sources } from './values.js'

/** What words are completed from. */
export interface Completing extends Sources {
  commands: readonly ListedCommand[]
  topics: Topics
  /** A person's own names for commands. */
  aliases: () => Promise<Readonly<Record<string, string>>>
  /** Pages of `logto help` about no command. */
  pages: readonly Topic[]
}

/** What may stand in the place of the last of `words`, the ones before it given (the program's name left out). */
export async function candidates(words: readonly string[], from: Completing): Promise<Candidate[]> {
  const typed = words.at(-1) ?? ''
  const before = await withoutAlias(words.slice(0, -1), from)
  if (before.includes('--')) return []
  const found = await next(typed, before, from)
  return found.filter(({ word }) => word.startsWith(typed))
}

async function next(typed: string, before: readonly string[], from: Completing): Promise<Candidate[]> {
  const [first, ...others] = positionals(before, flagsWithValue)
  const forHelp = first === 'help'
  const leading = ownWords(forHelp ? others : first === undefined ? [] : [first, ...others], from)
  const command = forHelp ? undefined : commandOf(leading, from.commands)
  // Most often a word is asked for, and before a command no flag is.
  const isFlagNear = [typed, before.at(-1)].some((word) => word?.startsWith('-'))
  const flags = command || isFlagNear ? flagsOf(command, from.commands) : []

  const [, flag, value] = /^(--[\w-]+)=(.*)$/s.exec(typed) ?? []
  if (flag !== undefined && value !== undefined) {
    const values = await flagValues(flagNamed(flag, flags), value, spoken(command), from)
    return values.map(({ word, meaning }) => ({ word: `${flag}=${word}`, meaning }))
  }
  const waiting = flagNamed(before.at(-1) ?? '', flags)
  if (waiting?.type === 'option') return flagValues(waiting, typed, spoken(command), from)
  if (typed.startsWith('-')) return flagWords(flags, before)
  if (!command) {
    const pages = forHelp && leading.length === 0 ? from.pages : []
    const aliases = leading.length === 0 && !forHelp ? Object.entries(await from.aliases()) : []
    return [
      ...commandWords(leading, typed, from),
      ...aliases.map(([word, line]) => ({ word, meaning: line })),
      ...pages.map(({ name, summary }) => ({ word: name, meaning: summary })),
    ]
  }

  const takesValue = new Set([...flagsWithValue, ...flags.filter(({ type }) => type === 'option').flatMap(namesOf)])
  const given = positionals(before, takesValue).slice(command.id.split(':').length)
  const args = Object.values(command.args)
  const argument = args[given.length] ?? (command.strict === false ? args.at(-1) : undefined)
  // `docs users li`: the words of a command are completed like a command.
  if (argument?.name === 'command') return commandWords(ownWords(given, from), typed, from)
  if (argument?.name === 'topic') return given.length === 0 ? topicWords(typed, from) : []
  return argument ? argumentValues(argument, typed, from) : []
}

function spoken(command: ListedCommand | undefined): string {
  return command?.id.replaceAll(':', ' ') ?? ''
}

/** The words that are neither flags nor values of flags. */
function positionals(words: readonly string[], takesValue: ReadonlySet<string>): string[] {
  return words.filter((word, i) => !word.startsWith('-') && !takesValue.has(words[i - 1] ?? ''))
}

/** The words with the program's own in the place of others for topics and verbs. */
function ownWords(words: readonly string[], { commands }: Completing): string[] {
  return withOwnWords(words, (name) => commands.some(({ id }) => id === name.join(':')))
}

/** The words with what an alias stands for in its place. */
async function withoutAlias(words: readonly string[], from: Completing): Promise<readonly string[]> {
  const at = words.findIndex((word, i) => !word.startsWith('-') && !flagsWithValue.has(words[i - 1] ?? ''))
  const [topic = ''] = ownWords(words.slice(at, at + 1), from)
  if (at < 0 || from.commands.some(({ id }) => id.split(':')[0] === topic)) return words
  const aliases = await from.aliases()
  const line = Object.hasOwn(aliases, topic) ? aliases[topic] : undefined
  return line === undefined ? words : [...words.slice(0, at), ...expandedSoFar(line, words.slice(at + 1))]
}

/** The command that the words begin with, the longest one. */
function commandOf(words: readonly string[], commands: readonly ListedCommand[]): ListedCommand | undefined {
  for (let count = Math.min(3, words.length); count > 0; count--) {
    const id = words.slice(0, count).join(':')
    const found = commands.find((command) => command.id === id)
    if (found) return found
  }
  return undefined
}

/** Topics and commands that go on from the words before. A topic's other names are offered where nothing else begins so. */
function commandWords(before: readonly string[], typed: string, { commands, topics }: Completing): Candidate[] {
  const start = before.map((word) => `${word} `).join('')
  const summaries = topicSummaries(topics)
  const listed = new Map(
    commands.filter(({ hidden }) => !hidden).map(({ id, summary }) => [id.replaceAll(':', ' '), summary]),
  )
  const found = new Map<string, string | undefined>()
  for (const command of inHelpOrder([...listed.keys()], topics)) {
    if (!command.startsWith(start)) continue
    const [word = ''] = command.slice(start.length).split(' ')
    found.set(word, listed.get(start + word) ?? summaries.get(start + word))
  }
  const words = [...found].map(([word, meaning]) => ({ word, meaning }))
  if (before.length > 0 || words.some(({ word }) => word.startsWith(typed))) return words
  return Object.entries(topicAliases).map(([word, topic]) => ({ word, meaning: summaries.get(topic) }))
}

function topicWords(typed: string, from: Completing): Candidate[] {
  const isTopic = ({ word }: Candidate) => from.commands.every(({ id }) => id !== word)
  return commandWords([], typed, from).filter(isTopic)
}

/** The flags of a command, its own first; before a command those that all share. */
function flagsOf(command: ListedCommand | undefined, commands: readonly ListedCommand[]): ListedFlag[] {
  if (command) {
    const own = Object.values(command.flags).filter(({ hidden }) => !hidden)
    const isGlobal = ({ helpGroup }: ListedFlag) => helpGroup === 'GLOBAL'
    return [...own.filter((flag) => !isGlobal(flag)), ...own.filter(isGlobal)]
  }
  const shared = new Map<string, ListedFlag>()
  for (const { flags } of commands) {
    for (const name in flags) if (flags[name]?.helpGroup === 'GLOBAL') shared.set(name, flags[name])
  }
  return [...shared.values()]
}

function flagNamed(word: string, flags: readonly ListedFlag[]): ListedFlag | undefined {
  return flags.find((flag) => namesOf(flag).includes(word))
}

function namesOf({ name, char, aliases = [] }: ListedFlag): string[] {
  return [`--${name}`, ...aliases.map((alias) => `--${alias}`), ...(char === undefined ? [] : [`-${char}`])]
}

/** The flags that were not given yet, or may be given again. */
function flagWords(flags: readonly ListedFlag[], before: readonly string[]): Candidate[] {
  const given = new Set(before.map((word) => word.replace(/=.*/s, '').replace(/^--no-/, '--')))
  const words = flags
    .filter((flag) => flag.multiple || !namesOf(flag).some((name) => given.has(name)))
    .flatMap(({ name, type, description, allowNo }): Candidate[] => {
      const meaning = description?.replace(/ \[[^\]]+\]$/, '')
      return [`--${name}`, ...(type === 'boolean' && allowNo ? [`--no-${name}`] : [])].map((word) => ({
        word,
        meaning,
      }))
    })
  return [...words, { word: '--help', meaning: 'Show help' }]
}
