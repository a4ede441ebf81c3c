/**
 * Rewrites the words of a command line before oclif sees them: other names of topics, global flags before the
 * command, and `-h`.
 */

import { flagsWithValue } from '../call/operation/flags-with-value.js'
import { ownTopic } from '../jobs/find/own-words.js'

/** The words of a command and what follows them. */
export interface CommandLine {
  /** Leading words that are no flags, topic aliases resolved: the command and its first arguments. */
  words: string[]
  /** Global flags that stood before the command. */
  leading: string[]
  /** Everything behind the leading words. */
  rest: string[]
  /** `--help` or `-h` stands before any `--`, or `help` before the command. */
  help: boolean
  /** `help` stands before the words: they may name a page of help. */
  asked: boolean
}

/** Splits a command line. `-h` becomes `--help` wherever it stands before a `--`; so does a `help` in front. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const end = argv.indexOf('--')
  const flagged = end < 0 ? argv.length : end
  const given = argv.map((word, i) => (word === '-h' && i < flagged ? '--help' : word))
  let at = 0
  const leading: string[] = []
  while (at < given.length && given[at]?.startsWith('-') && given[at] !== '--') {
    const flag = given[at] as string
    leading.push(flag)
    at += 1
    if (flagsWithValue.has(flag) && at < given.length) leading.push(given[at++] as string)
  }
  const words: string[] = []
  while (at < given.length && !given[at]?.startsWith('-')) words.push(given[at++] as string)
  // `help users list` is `users list --help`: aliases and unknown words are met in one place.
  const asked = words[0] === 'help' && words.length > 1
  if (asked) words.shift()
  if (words[0] !== undefined) words[0] = ownTopic(words[0])
  return { words, leading, rest: given.slice(at), asked, help: asked || given.slice(0, flagged).includes('--help') }
}
