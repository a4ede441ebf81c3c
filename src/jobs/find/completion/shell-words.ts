import type { Candidate } from './candidate.js'
import { type Shell, shells } from './scripts.js'

/** What was typed, as it was meant. */
export interface Typed {
  shell: Shell | undefined
  /** The words behind the program's name; the last one is unfinished, or empty. */
  words: readonly string[]
  /** How much of the last word the shell keeps by itself: only what follows is offered. */
  kept: number
}

/**
 * Understands `SHELL -- WORDS…`, what the scripts say of the command line. Bash says `bash FRAGMENT -- WORDS…`: it breaks
 * words at `=`, `:` and `@` too (COMP_WORDBREAKS), and replaces the last fragment alone.
 */
export function understood([name, ...given]: readonly string[]): Typed {
  const shell = shells.find((each) => each === name)
  if (shell === 'bash') {
    const [fragment = '', , ...broken] = given
    const words = joined(broken).map(unquoted)
    const last = words.at(-1) ?? ''
    // The fragment of a sign alone is what follows it: nothing yet.
    const open = /^[=:]$/.test(fragment) ? '' : unquoted(fragment)
    return { shell, words, kept: last.endsWith(open) ? last.length - open.length : 0 }
  }
  const words = given.slice(1)
  if (shell === 'fish') return { shell, words: words.map(unquoted), kept: 0 }
  // Windows PowerShell drops empty arguments, so its script gives two quotes for one.
  if (shell === 'powershell') return { shell, words: words.map((word) => (word === '""' ? '' : word)), kept: 0 }
  return { shell, words, kept: 0 }
}

/** A candidate as its shell takes it: for bash, which inserts it as it is, with a backslash before what would be special. */
export function offered({ word, meaning }: Candidate, { shell, kept }: Typed): string {
  const rest = word.slice(kept)
  const text = shell === 'bash' ? rest.replace(/[^\w@%+=:,./~-]/g, '\\$&') : rest
  return meaning ? `${text}\t${meaning}` : text
}

/** Puts together again what bash has broken: `--output`, `=`, `json`. */
function joined(broken: readonly string[]): string[] {
  const words: string[] = []
  let glue = false
  for (const word of broken) {
    const isSign = /^[=:]+$/.test(word)
    const isOpen = words.length > 0 && (glue || isSign || (words.at(-1) === '@' && word !== ''))
    if (isOpen) words.push(`${words.pop()}${word}`)
    else words.push(word)
    glue = isSign
  }
  return words
}

/** Without the shell's quotes and backslashes. */
function unquoted(word: string): string {
  return word.replace(/\\(.)|['"]/gs, '$1')
}
