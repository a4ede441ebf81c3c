import { UsageError } from '../../base/errors.js'
import { shellWords, unquoted } from '../../base/shell-words.js'

/** A placeholder of an alias: `$1` to `$9`. */
const placeholder = /\$([1-9])/g

/**
 * The words that an alias stands for with what was typed behind it: `$1` to `$9` are the first words before any
 * flag, the others follow at the end. Quotes keep words together as in a shell, and nothing else of a shell is known: no variable, no pipe, no
 * file name pattern. Throws a UsageError when a `$N` has no word.
 */
export function expansion(name: string, line: string, typed: readonly string[]): string[] {
  const { length } = argumentsIn(typed)
  if (wanted(line).some((at) => at >= length)) throw tooFew(name, line)
  return expandedSoFar(line, typed)
}

/** The same of a line that is being typed: what waits for a word that is not there yet is left out. */
export function expandedSoFar(line: string, typed: readonly string[]): string[] {
  const given = argumentsIn(typed)
  const used = new Set(wanted(line).filter((at) => at < given.length))
  const words = shellWords(line)
    .map(unquoted)
    .filter((word) => wanted(word).every((at) => at < given.length))
    .map((word) => word.replace(placeholder, (_, digit: string) => given[Number(digit) - 1] ?? ''))
  return [...words, ...typed.filter((_, i) => !used.has(i))]
}

/** The words before the first flag: those that placeholders stand for. */
function argumentsIn(typed: readonly string[]): readonly string[] {
  const end = typed.findIndex((word) => word.startsWith('-') && word !== '-')
  return end < 0 ? typed : typed.slice(0, end)
}

/** The places, counted from 0, of the typed words that a line has placeholders for. */
function wanted(line: string): number[] {
  return [...line.matchAll(placeholder)].map(([, digit]) => Number(digit) - 1)
}

/** The words up to the first flag or placeholder: the command, or the topic. */
export function commandWordsOf(line: string): string[] {
  const words = shellWords(line).map(unquoted)
  const end = words.findIndex((word) => word.startsWith('-') || word.includes('$'))
  return end < 0 ? words : words.slice(0, end)
}

function tooFew(name: string, line: string): UsageError {
  return new UsageError(`the alias ${name} wants more arguments`, {
    code: 'usage.missing_argument',
    hint: `it stands for \`logto ${line}\``,
  })
}
