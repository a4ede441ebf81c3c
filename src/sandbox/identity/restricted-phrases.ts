import type { Row } from '../store.js'
import type { SignInExperience } from './settings.js'

type Rejects = NonNullable<SignInExperience['passwordPolicy']['rejects']>

/** What counts as a sequence: digits, the alphabet, and keys side by side on a keyboard. */
const sequences = [
  '0123456789',
  'abcdefghijklmnopqrstuvwxyz',
  ...'qwertyuiop asdfghjkl zxcvbnm 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol'.split(' '),
]
const runs = sequences
  .flatMap((each) => [each, [...each].reverse().join('')])
  .flatMap((each) => [each, each.toUpperCase()])
/** Shortest repetition or sequence that counts, and most characters outside of phrases that a weak password may have. */
const least = 3

/**
 * The kinds of phrases that make up the password, in the order in which they are found: `repetition`, `sequence`,
 * `words`, `user_info`. None where more than three characters are no part of any.
 */
export function restricted(password: string, rejects: Rejects, user: Row): string[] {
  const lower = password.toLowerCase()
  const phrases: [kind: string, lengthAt: (index: number) => number][] = []
  if (rejects.repetitionAndSequence ?? true) {
    phrases.push(
      ['repetition', (index) => repetition(password.slice(index))],
      ['sequence', (index) => sequence(password.slice(index))],
    )
  }
  phrases.push(['words', (index) => longest(lower, index, rejects.words ?? [])])
  if (rejects.userInfo ?? true) phrases.push(['user_info', (index) => longest(lower, index, factsOf(user))])
  const covered = new Set<number>()
  const found = new Set<string>()
  for (let index = 0; index < password.length; index++) {
    for (const [kind, lengthAt] of phrases) {
      const length = lengthAt(index)
      if (length > 0) found.add(kind)
      for (let at = index; at < index + length; at++) covered.add(at)
    }
  }
  return covered.size > Math.max(1, password.length - least) ? [...found] : []
}

function repetition(text: string): number {
  const length = [...text].findIndex((character) => character !== text[0])
  const whole = length < 0 ? text.length : length
  return whole >= least ? whole : 0
}

/** Length of the run of neighbours, forward or backward, at the beginning of a text. */
function sequence(text: string): number {
  const lengths = runs.map((each) => {
    const start = each.indexOf(text[0] ?? '')
    if (start < 0) return 0
    const rest = each.slice(start)
    let length = 0
    while (length < rest.length && rest[length] === text[length]) length++
    return length
  })
  const most = Math.max(0, ...lengths)
  return most >= least ? most : 0
}

function longest(text: string, index: number, words: readonly string[]): number {
  const fitting = words.filter((word) => word !== '' && text.startsWith(word.toLowerCase(), index))
  return Math.max(0, ...fitting.map((word) => word.length))
}

/** Name, with and without its blanks, and each word of it; username; e-mail address before the `@`; phone number. */
function factsOf({ name, username, primaryEmail, primaryPhone }: Row): string[] {
  const whole = String(name ?? '')
  return [
    whole,
    whole.replaceAll(/\s+/g, ''),
    ...whole.split(' '),
    String(username ?? ''),
    String(primaryEmail ?? '').split('@')[0] ?? '',
    String(primaryPhone ?? ''),
  ]
}
