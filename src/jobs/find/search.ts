import { addressOf, byAddress } from './by-address.js'
import type { Known } from './catalogue.js'
import { exact, type Found } from './found.js'
import { alike, wordsOf } from './words.js'

/*
 * How commands are ranked: each word that was asked for counts once, by the best place it stands in (a name tells more
 * than a description), times how rare it is; a little more for each further place. Words that only mean the same count
 * half. There are some 400 short texts and no more, so that this needs no index, and no library for one: what makes the
 * ranking good are the synonyms (words.ts) and the keywords of the table of names.
 */

/** What a word counts by the place it stands in. */
const weights = { name: 4, keywords: 3, summary: 3, topic: 1.5, description: 0.7, operation: 1 } as const
type Place = keyof typeof weights

/** A word that only means the same counts less than the word itself, and one that only begins alike still less. */
const alikeCounts = 0.5
const beginningCounts = 0.4

/** What a word adds in each further place it stands in. */
const elsewhereCounts = 0.3

/**
 * The commands that the words mean, best first; hidden ones are left out. An operation's id, its path (with parameters
 * or real ids) and its names in Lua find the one command; a path that is none's finds those that go on from it.
 */
export function search(query: string, commands: readonly Known[]): Found[] {
  const visible = commands.filter(({ hidden }) => !hidden)
  const address = addressOf(query)
  const found = address ? byAddress(address, visible) : byWords(query, visible)
  // Of equally good ones the plainer is meant; else they stay in the order of the help.
  return found.sort((a, b) => b.score - a.score || lengthOf(a) - lengthOf(b))
}

function byWords(query: string, commands: readonly Known[]): Found[] {
  const texts = commands.map((known) => ({ known, places: placesOf(known) }))
  const rarity = rarityIn(texts.map(({ places }) => places))
  const asked = [...new Set(wordsOf(query))]
  const found = texts.map(({ known, places }) => {
    const scores = asked.map((word) => scoreOf(word, places, rarity))
    const met = scores.filter((score) => score > 0).length / Math.max(1, asked.length)
    // A command that leaves a word unanswered is seldom the one that was meant.
    const total = scores.reduce((sum, score) => sum + score, 0) * met ** 2
    const score = total * favour(known) * (1 + shareAsked(places.name, asked) / 4) + named(query, known)
    return { known, score: Math.round(score * 100) / 100 }
  })
  return found.filter(({ score }) => score > 0)
}

/** How many words the name of a command has. */
function lengthOf({ known }: Found): number {
  return known.command.split(/[ -]/).length
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

/**
 * Whether the query is one of the command's exact names, however it is written: `who am i` is `whoami`. An older name in
 * Lua may stand for several operations.
 */
function named(query: string, { command, operation }: Known): number {
  const typed = plain(query.trim().replace(/^logto[ ._]/i, ''))
  const names = [command, ...(operation ? [operation.id, operation.lua] : [])]
  if (names.some((name) => plain(name) === typed)) return exact
  return operation?.luaAlias !== undefined && plain(operation.luaAlias) === typed ? exact / 2 : 0
}

/** Letters and digits alone, in small: `list_users`, `listUsers` and `list users` are one name. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}
