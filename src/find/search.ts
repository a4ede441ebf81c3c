import type { Known } from './catalogue.js'
import { rankOf } from './order.js'
import { alike, wordsOf } from './words.js'

/** A command that was found; a higher score is a better match, of no meaning otherwise. */
export interface Found {
  known: Known
  score: number
}

/** What a word counts by the place it stands in. */
const weights = { name: 4, keywords: 3, summary: 3, topic: 1.5, description: 0.7, operation: 1 } as const
type Place = keyof typeof weights

/** A word that only means the same counts less than the word itself, and one that only begins alike still less. */
const alikeCounts = 0.5
const beginningCounts = 0.4

/** What a word adds in each further place it stands in. */
const elsewhereCounts = 0.3

/** More than any words give: the command was named by one of its exact names. */
const exact = 1000

/**
 * The commands that the words mean, best first; hidden ones are left out. An operation's id, its path (with parameters
 * or real ids) and its names in Lua find the one command.
 */
export function search(query: string, commands: readonly Known[]): Found[] {
  const visible = commands.filter(({ hidden }) => !hidden)
  const texts = visible.map((known) => ({ known, places: placesOf(known) }))
  const rarity = rarityIn(texts.map(({ places }) => places))
  const asked = [...new Set(wordsOf(query))]
  return texts
    .map(({ known, places }) => {
      const scores = asked.map((word) => scoreOf(word, places, rarity))
      const met = scores.filter((score) => score > 0).length / Math.max(1, asked.length)
      // A command that leaves a word unanswered is seldom the one that was meant.
      const total = scores.reduce((sum, score) => sum + score, 0) * met ** 2
      const score = total * favour(known) * (1 + shareAsked(places.name, asked) / 4) + named(query, known)
      return { known, score: Math.round(score * 100) / 100 }
    })
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score || rankOf(verbOf(a)) - rankOf(verbOf(b)) || a.known.command.length - b.known.command.length,
    )
}

/** Equally good ones come in the order of a topic's help. */
function verbOf({ known }: Found): string {
  return known.command.slice(known.command.indexOf(' ') + 1)
}

type Places = Record<Place, ReadonlySet<string>>

function placesOf({ command, keywords, summary, topic, description, operation }: Known): Places {
  return {
    name: new Set(wordsOf(command)),
    keywords: new Set(keywords.flatMap(wordsOf)),
    summary: new Set(wordsOf(summary)),
    topic: new Set(wordsOf(topic)),
    description: new Set(wordsOf(description)),
    operation: new Set(wordsOf(operation ? `${operation.id} ${operation.path}` : '')),
  }
}

/** Rare words tell more: the logarithm of how many commands there are for each that has the word. */
function rarityIn(all: readonly Places[]): (word: string) => number {
  const counts = new Map<string, number>()
  for (const { name, keywords, summary } of all) {
    for (const word of new Set([...name, ...keywords, ...summary])) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return (word) => Math.log(1 + all.length / (counts.get(word) ?? 1))
}

function scoreOf(word: string, places: Places, rarity: (word: string) => number): number {
  const others = alike(word)
  const scores = (Object.keys(weights) as Place[]).map((place) => {
    let best = 0
    for (const written of places[place]) {
      const likeness =
        written === word
          ? 1
          : others.has(written)
            ? alikeCounts
            : word.length > 3 && written.startsWith(word)
              ? beginningCounts
              : 0
      if (likeness > 0) best = Math.max(best, likeness * weights[place] * rarity(written))
    }
    return best
  })
  const best = Math.max(...scores)
  return best + (scores.reduce((sum, score) => sum + score, 0) - best) * elsewhereCounts
}

/** How much of a command's name was asked for: the plain command before the one with further words. */
function shareAsked(name: ReadonlySet<string>, asked: readonly string[]): number {
  const met = [...name].filter((word) => asked.some((other) => other === word || alike(other).has(word)))
  return met.length / Math.max(1, name.size)
}

/** An administrator seldom means the commands that act as an end user, or those that are on their way out. */
function favour({ operation, deprecated }: Known): number {
  if (deprecated) return 0.5
  return operation && operation.api !== 'management' ? 0.6 : 1
}

/** Whether the query is one of the command's exact names. */
function named(query: string, { command, operation }: Known): number {
  const typed = query.trim().replace(/^logto[ ._]/, '')
  if (typed === command) return exact
  if (!operation) return 0
  const { id, path, lua, luaAlias } = operation
  const [method, address = typed] = /^(?:GET|POST|PUT|PATCH|DELETE) /.test(typed) ? typed.split(/ +/) : [undefined]
  const pattern = new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}/?$`)
  if (pattern.test(address)) return method === undefined || method === operation.method ? exact : 0
  if (typed.toLowerCase() === id.toLowerCase() || typed === lua) return exact
  return typed === luaAlias ? exact / 2 : 0
}
