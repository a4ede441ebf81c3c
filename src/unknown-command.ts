import { UsageError } from './errors.js'
import { nearest } from './nearest.js'
import { topicAliases } from './topic-aliases.js'

/**
 * The usage error for words that are no command, with the nearest ones. `commands` as typed (`users list`); `pages`:
 * topics of `logto help`.
 */
export function unknownCommand(
  words: readonly string[],
  commands: readonly string[],
  pages: readonly string[] = [],
): UsageError {
  const topics = new Set(commands.map((command) => command.split(' ')[0] ?? ''))
  const [topic = '', verb] = words
  const typed = words.slice(0, topics.has(topic) ? 2 : 1).join(' ')
  const close = topics.has(topic)
    ? closeVerbs(topic, verb ?? '', commands)
    : closeTopics(topic, verb, topics, commands, pages)
  const hint =
    close.length > 0
      ? `did you mean ${close.map((command) => `\`logto ${command}\``).join(' or ')}?`
      : topics.has(topic)
        ? `see logto ${topic} --help`
        : 'see logto --help'
  return new UsageError(`unknown command: ${typed}`, { code: 'usage.unknown_command', hint })
}

function closeVerbs(topic: string, verb: string, commands: readonly string[]): string[] {
  const verbs = commands.filter((c) => c.startsWith(`${topic} `)).map((c) => c.slice(topic.length + 1))
  return nearest(verb, verbs).map((close) => `${topic} ${close}`)
}

/** The nearest topics, with the verb where the topic has it, and pages of help. */
function closeTopics(
  topic: string,
  verb: string | undefined,
  topics: ReadonlySet<string>,
  commands: readonly string[],
  pages: readonly string[],
): string[] {
  const words = [...topics, ...Object.keys(topicAliases), ...pages]
  const close = new Set(nearest(topic, words).map((word) => topicAliases[word] ?? word))
  return [...close].map((word) => {
    if (verb !== undefined && commands.includes(`${word} ${verb}`)) return `${word} ${verb}`
    return topics.has(word) ? word : `help ${word}`
  })
}
