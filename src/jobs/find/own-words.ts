import { topicAliases } from './topic-aliases.js'

/** Other words for verbs, each for the first of these that the topic has. */
const verbAliases: Readonly<Record<string, readonly string[]>> = {
  ls: ['list'],
  rm: ['delete', 'remove'],
  show: ['get'],
}

/** Other words for commands at the top, as other programs call them. */
const topAliases: Readonly<Record<string, string>> = { completion: 'autocomplete' }

/** The most words before a verb: `experience sessions list`. */
const maxTopicWords = 2

/** Words that a command is typed by and that are no command's own: a person's alias cannot be called so. */
export const otherWords: ReadonlySet<string> = new Set([
  ...Object.keys(verbAliases),
  ...Object.keys(topAliases),
  ...Object.keys(topicAliases),
  'version',
])

/**
 * The words of a command line with the program's own in the place of others: of topics (`user`), of verbs (`ls`), of
 * commands at the top. A command that is called so goes first (`profiles show`); what is nobody's name stays.
 */
export function withOwnWords(words: readonly string[], isCommand: (name: readonly string[]) => boolean): string[] {
  const [first, ...rest] = words
  if (first === undefined) return []
  const own = [ownTopic(first), ...rest]
  if (Object.hasOwn(topAliases, first)) return [topAliases[first] ?? first, ...rest]
  for (let at = 1; at <= Math.min(maxTopicWords, own.length - 1); at++) {
    const verb = own[at] ?? ''
    if (!Object.hasOwn(verbAliases, verb) || isCommand(own.slice(0, at + 1))) continue
    const meant = verbAliases[verb]?.find((each) => isCommand([...own.slice(0, at), each]))
    if (meant !== undefined) return [...own.slice(0, at), meant, ...own.slice(at + 1)]
  }
  return own
}

/** A topic's own name, where a word is another one for it. */
export function ownTopic(word: string): string {
  return Object.hasOwn(topicAliases, word) ? (topicAliases[word] ?? word) : word
}
