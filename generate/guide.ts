import type { Operation } from '../src/operation/operation.js'
import type { Guide } from '../src/request/schema.js'
import type { CommonNames, NamedCommand } from './names.js'

/** The commands of the table, each with the API it belongs to. */
export type KnownCommands = ReadonlyMap<string, Operation['api']>

/**
 * What to know around a command: what the table of names says, and what names tell by themselves (`org-id` comes from
 * `orgs list`, `update` follows `create`). Throws for a command that is not known.
 */
export function guideOf(facts: Operation, named: NamedCommand, common: CommonNames, known: KnownCommands): Guide {
  const { topic, verb, name, within } = named
  const command = `${topic} ${verb}`
  const needs = [...(name.needs ?? []), ...(within.needs ?? [])]
  const sources = sourcesOf(facts, named, common, known)
  const before = unique([...(name.before ?? []), ...Object.values(sources)], command)
  const derived = followers(verb)
    .map((next) => `${topic} ${next}`)
    .filter((next) => known.has(next))
  const after = unique([...(name.after ?? []), ...derived], command).filter((next) => !before.includes(next))
  for (const other of [...before, ...after]) {
    if (!known.has(other)) throw new Error(`${command}: there is no command ${other}`)
  }
  return {
    ...(needs.length > 0 ? { needs } : {}),
    ...(before.length > 0 ? { before } : {}),
    ...(after.length > 0 ? { after } : {}),
    ...(Object.keys(sources).length > 0 ? { sources } : {}),
  }
}

function unique(commands: readonly string[], own: string): string[] {
  return [...new Set(commands)].filter((command) => command !== own)
}

/** The commands that list the values of arguments and of required flags. */
function sourcesOf(facts: Operation, named: NamedCommand, common: CommonNames, known: KnownCommands) {
  const fields = Object.entries({ ...facts.query, ...facts.body?.fields })
  const required = fields.flatMap(([flag, { required }]) => (required ? [flag] : []))
  const found = [...Object.keys(facts.args), ...required].map((input) => {
    // A name that something new is given comes from no list.
    const isNew = facts.args[input] === undefined || /^(add|create)/.test(named.verb)
    const told = (isNew ? undefined : named.within.sources?.[input]) ?? common.sources[input]
    return [input, told ?? sourceOf(input, named, known, facts.api)] as const
  })
  const own = `${named.topic} ${named.verb}`
  return Object.fromEntries(
    found.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== own),
  )
}

/** Verbs that take something which is not related yet: its list is the list of all. */
const relating = /^(add|assign|create|replace|set)/

function sourceOf(
  input: string,
  { topic, verb }: NamedCommand,
  known: KnownCommands,
  api: Operation['api'],
): string | undefined {
  const noun = /^(.*)-ids?$/.exec(input)?.[1]
  if (noun === undefined) return undefined
  const many = plural(noun)
  const related = `${topic} list-${many}`
  const all = `${many} list`
  const own = topic.endsWith(`-${many}`) ? [`${topic} list`] : []
  const candidates = relating.test(verb) ? [all, related, ...own] : [related, all, ...own]
  return candidates.find((candidate) => known.get(candidate) === api)
}

function plural(noun: string): string {
  return noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`
}

/** What usually follows a verb, by its first word. */
const nextVerbs: Readonly<Record<string, readonly string[]>> = {
  create: ['get', 'list', 'update', 'delete'],
  list: ['get'],
  get: ['update', 'replace', 'upsert', 'delete'],
  update: ['get'],
  upsert: ['get', 'delete'],
  replace: ['get', 'list'],
  add: ['list', 'remove'],
  assign: ['list', 'remove'],
  remove: ['list'],
  send: ['verify'],
  start: ['verify'],
}

/** Verbs of the same topic that may follow: `create-scope` → `list-scopes`, `update-scope`… */
function followers(verb: string): string[] {
  const [first = '', ...rest] = verb.split('-')
  const noun = rest.join('-')
  const nextOfList = first === 'list' && noun !== '' ? ['add', 'update', 'remove', 'delete', 'revoke'] : []
  const forms = noun === '' ? [''] : [`-${noun}`, `-${plural(noun)}`, `-${noun.replace(/s$/, '')}`]
  return [...(nextVerbs[first] ?? []), ...nextOfList].flatMap((next) => forms.map((form) => next + form))
}
