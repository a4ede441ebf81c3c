import { UsageError } from '../base/errors.js'
import { nearest } from '../base/nearest.js'
import { topicAliases } from '../jobs/find/topic-aliases.js'

/** How many words a hint repeats: what follows may be long, and somebody's data. */
const fewWords = 4

/**
 * The usage error for words that are no command. `ids` are those of the commands that are listed (`users:list`),
 * `pages` those of the help that may be meant. `isUnreadable`: what is kept of the tenant's commands is of no use.
 */
export function unknownCommand(
  words: readonly string[],
  pages: readonly string[],
  ids: readonly string[],
  isUnreadable = false,
): UsageError {
  const names = ids.map((id) => id.split(':'))
  const { known, typed, close: commands } = nearestNames(words, names)
  const close = [...nearest(words[0] ?? '', pages).map((page) => ['help', page]), ...commands]
  const all = words.slice(0, fewWords).join(' ')
  const hint = isUnreadable
    ? 'what was kept of the tenant’s own commands cannot be read: `logto refresh` makes them again'
    : close.length > 0
      ? `did you mean ${close.map((name) => `\`logto ${name.join(' ')}\``).join(' or ')}?`
      : `see logto ${[...known, '--help'].join(' ')}, or try \`logto search ${all}\``
  return new UsageError(`unknown command: ${[...known, ...typed].join(' ')}`, { code: 'usage.unknown_command', hint })
}

type Name = readonly string[]

/**
 * Follows the words as far as they lead (`known`), and names what is near to the next one (`typed`): the command where
 * the words behind it are near to one as well, else the topic.
 */
function nearestNames(words: Name, names: readonly Name[]): { known: Name; typed: Name; close: readonly Name[] } {
  let known: Name = []
  while (known.length < words.length && names.some((name) => leads([...known, words[known.length] ?? ''], name))) {
    known = words.slice(0, known.length + 1)
  }
  const rest = words.slice(known.length)
  const within = names.filter((name) => leads(known, name)).map((name) => name.slice(known.length))
  const swapped = known.length === 0 ? inOrder(rest, names) : undefined
  const close = swapped ? [swapped] : goingOn(rest, within).map((name) => [...known, ...name])
  return { known, typed: rest.slice(0, 1), close }
}

/** Names that the words are near to, word by word: as far as they go on alike. */
function goingOn([typed = '', ...rest]: Name, names: readonly Name[]): Name[] {
  const firsts = new Set(names.map(([first = '']) => first))
  const others = names.some((name) => name.length > 1) ? Object.keys(topicAliases) : []
  const near = firsts.has(typed)
    ? [typed]
    : nearest(typed, [...firsts, ...others.filter((word) => firsts.has(topicAliases[word] ?? ''))])
  const close = new Set(near.map((word) => (firsts.has(word) ? word : (topicAliases[word] ?? word))))
  return [...close].flatMap((first): Name[] => {
    const below = names.filter((name) => name[0] === first && name.length > 1).map((name) => name.slice(1))
    const further = rest.length > 0 && below.length > 0 ? goingOn(rest, below) : []
    return further.length > 0 ? further.map((name) => [first, ...name]) : [[first]]
  })
}

/** `list users` and `delete user` for `users list` and `users delete`. */
function inOrder([verb, topic]: Name, names: readonly Name[]): Name | undefined {
  if (verb === undefined || topic === undefined) return undefined
  const own = Object.hasOwn(topicAliases, topic) ? topicAliases[topic] : topic
  return names.find((name) => name.length === 2 && name[0] === own && name[1] === verb)
}

function leads(start: Name, name: Name): boolean {
  return start.length < name.length && start.every((word, i) => word === name[i])
}
