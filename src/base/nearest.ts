import { distance } from 'fastest-levenshtein'

/**
 * The at most `max` candidates that a mistyped `word` may have meant, best first; none when all are too far.
 * Near is: another case, a beginning, one of the candidate's words, or few letters changed (one in three, so that
 * short words are near to little: `open` is no slip of `token`).
 */
export function nearest(word: string, candidates: Iterable<string>, max = 3): string[] {
  const scored = [...new Set(candidates)]
    .map((candidate) => ({ candidate, score: farness(word, candidate) }))
    .filter(({ score, candidate }) => score <= Math.max(1, Math.floor(Math.min(word.length, candidate.length) / 3)))
    .sort((a, b) => a.score - b.score)
  const best = scored[0]?.score ?? 0
  return scored
    .filter(({ score }) => score <= best + 1)
    .slice(0, max)
    .map(({ candidate }) => candidate)
}

/** 0 is the same word; up to 1 is a match of whole letters; above it, the number of letters changed. */
function farness(word: string, candidate: string): number {
  const typed = word.toLowerCase()
  const meant = candidate.toLowerCase()
  if (typed === meant) return 0
  if (typed.length >= 2 && (meant.startsWith(typed) || typed.startsWith(meant))) return 0.5
  if (typed.length >= 2 && wordsOf(candidate).includes(typed)) return 0.75
  return isAnagram(typed, meant) ? 1 : distance(typed, meant)
}

/** `primaryEmail`, `primary-email` and `primary.email` are the words primary and email. */
function wordsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
}

/** Two letters swapped count as one change. */
function isAnagram(a: string, b: string): boolean {
  const sorted = (text: string) => [...text].sort().join('')
  return sorted(a) === sorted(b)
}
