/**
 * Names of commands by rule, from the id and the path of an operation and the commands that there are:
 * `ListUserTrustedDevices` of `/api/users/{userId}/trusted-devices` is `users list-trusted-devices`.
 */

import { snakeCase } from '../../base/snake-case.js'
import { singular, wordsIn } from './words-of-names.js'

/** An operation as far as its name depends on it. */
export interface Unnamed {
  id: string
  method: string
  path: string
  /** It answers many. */
  isList: boolean
}

/** A command that there is: as typed, its path, and its arguments in the order of the path. */
export interface NamedAlready {
  command: string
  path: string
  args: readonly string[]
}

/** What the rule gives. */
export interface MadeName {
  command: string
  args: string[]
}

/** What surrounds the names: the commands of the program, and words that cannot be topics. */
export interface Surroundings {
  known: readonly NamedAlready[]
  /** Commands at the top, such as `login`, which a topic would hide behind. */
  tops: ReadonlySet<string>
  /** Other words for topics. */
  aliases: Readonly<Record<string, string>>
}

/** Names in order; each is one of its own, and none is one that there is. */
export function namesByRule(operations: readonly Unnamed[], around: Surroundings): MadeName[] {
  const taken = new Set(around.known.map(({ command }) => command))
  return operations.map((operation) => {
    const args = argumentsOf(operation.path, around.known)
    const command = firstFree(namesFor(operation, around), taken)
    taken.add(command)
    return { command, args }
  })
}

function firstFree(names: Iterable<string>, taken: ReadonlySet<string>): string {
  for (const name of names) if (!taken.has(name)) return name
  throw new Error('names do not end')
}

/** The name of method and path without those of its parameters, which differ between versions. */
export function placeOf(method: string, path: string): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '')}`
}

/** The best name first, then longer ones without end. */
function* namesFor(operation: Unnamed, { known, tops, aliases }: Surroundings): Generator<string> {
  const { id, method, path } = operation
  const { topic, owner } = topicOf(path, known, tops, aliases)
  const [first = '', ...words] = wordsIn(id)
  const does = verbOf(first, operation)
  const whole = words.slice(-2).join(' ') === 'by id' ? words.slice(0, -2) : words
  const rest = [...whole]
  while (rest[0] !== undefined && owner.has(singular(rest[0]))) rest.shift()
  const named = (parts: readonly string[]) =>
    `${topic} ${[does, ...parts].join('-').slice(0, mostLetters).replace(/-$/, '')}`
  yield named(rest)
  yield named(whole)
  yield named([...whole, method.toLowerCase()])
  for (let count = 2; ; count++) yield named([...whole.slice(0, 8), String(count)])
}

/** Longest verb: it has to fit beside its summary. */
const mostLetters = 60

/** `list` is for many and `get` for one; what else an id begins with is what it does. */
function verbOf(first: string, { method, isList }: Unnamed): string {
  if (method !== 'GET' || !['get', 'list', 'fetch', 'find', 'read', 'show'].includes(first)) return first
  return isList ? 'list' : 'get'
}

/** The topic of the commands whose paths have most in common, and the words that say the same as it. */
function topicOf(
  path: string,
  known: readonly NamedAlready[],
  tops: ReadonlySet<string>,
  aliases: Readonly<Record<string, string>>,
): { topic: string; owner: ReadonlySet<string> } {
  const own = segmentsOf(path)
  for (let count = own.length; count > 0; count--) {
    const start = own.slice(0, count).join('/')
    const topics = known
      .filter((one) => one.command.includes(' ') && segmentsOf(one.path).slice(0, count).join('/') === start)
      .map(({ command }) => command.split(' ')[0] ?? '')
    const topic = mostFrequent(topics)
    if (topic !== undefined) return { topic, owner: wordsBefore(own.slice(0, count), topic) }
  }
  const word = wordsIn(own[0] ?? '').join('-') || 'other'
  const meant = Object.hasOwn(aliases, word) ? (aliases[word] ?? word) : word
  const topic = tops.has(meant) || !/^[a-z]/.test(meant) ? `api-${meant}` : meant
  return { topic, owner: wordsBefore(own.slice(0, 1), topic) }
}

/** Segments below `/api`, parameters without their names. */
function segmentsOf(path: string): string[] {
  return path
    .split('/')
    .slice(2)
    .map((segment) => segment.replace(/^\{.*\}$/, '{}'))
}

function wordsBefore(segments: readonly string[], topic: string): ReadonlySet<string> {
  return new Set([...segments, topic].flatMap(wordsIn).map(singular))
}

function mostFrequent(words: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0]
}

/** Arguments are called as in the commands of the same path; else by the parameter, and by what it is an id of. */
function argumentsOf(path: string, known: readonly NamedAlready[]): string[] {
  const segments = path.split('/')
  const found: string[] = []
  for (const [i, segment] of segments.entries()) {
    const parameter = /^\{(.*)\}$/.exec(segment)?.[1]
    if (parameter === undefined) continue
    const start = placeOf('', segments.slice(0, i + 1).join('/'))
    const like = known.find(
      (one) =>
        placeOf(
          '',
          one.path
            .split('/')
            .slice(0, i + 1)
            .join('/'),
        ) === start,
    )
    const name = like?.args[found.length] ?? argumentName(parameter, segments[i - 1] ?? '')
    found.push(found.includes(name) ? `${name}-${found.length + 1}` : name)
  }
  return found
}

function argumentName(parameter: string, before: string): string {
  const words = wordsIn(parameter)
  const full =
    words.join('-') === 'id' ? [...wordsIn(before).slice(0, -1), singular(wordsIn(before).at(-1) ?? ''), 'id'] : words
  return full.filter((word) => word !== '').join('-') || 'value'
}

/** A name in Lua that no other operation has: of the operation's id, else of the command. */
export function luaNameFor(id: string, command: string, taken: ReadonlySet<string>): string {
  const own = snakeCase(id)
  return taken.has(own) ? snakeCase(command.replaceAll(' ', '-')) : own
}
