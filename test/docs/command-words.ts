/** Command lines that are not run as they stand: whether what they name exists, and how they are tried dry. */

import { withOwnWords } from '../../src/jobs/find/own-words.js'
import { manifest } from '../contract/command-facts.js'

/** Topics, too: `logto users` is a command line. */
const known = new Map(
  Object.entries(manifest.commands).map(([id, { flags }]) => [
    id.replaceAll(':', ' '),
    Object.entries(flags).flatMap(([name, { aliases = [] }]) => [name, ...aliases]),
  ]),
)
const topics = new Set([...known.keys()].map((command) => command.split(' ')[0]))

/** The command that a line begins with, and the words behind it; a leading `logto` is left out. */
function split(line: string): { command: string; words: string[] } | undefined {
  const words = withOwnWords(line.replace(/^logto /, '').split(/\s+/), (name) => known.has(name.join(' ')))
  for (const count of [3, 2, 1]) {
    const command = words.slice(0, count).join(' ')
    if (known.has(command)) return { command, words: words.slice(count) }
  }
  return undefined
}

/** What a command line names and the program does not have: its command, or flags. */
export function namesWhatExists(line: string): string[] {
  return line.split(/\s*(?:\||&&|;|\n)\s*/).flatMap((part) => {
    if (!part.startsWith('logto ') && split(part) === undefined) return []
    const found = split(part)
    if (!found) return topics.has(part.split(' ')[1]) || part.startsWith('logto --') ? [] : [part]
    const flags = found.words.flatMap((word) => /^--([a-z][a-z-]*)/.exec(word)?.[1] ?? [])
    // A batch takes the flags of the command behind it, too.
    const inner = found.command === 'batch' ? split(found.words.join(' ')) : undefined
    const ofCommands = [found, inner].flatMap((one) => (one ? (known.get(one.command) ?? []) : []))
    const own = [...ofCommands, 'help', 'version', 'input', 'color']
    return flags
      .filter((flag) => !own.includes(flag) && !own.includes(flag.replace(/^no-/, '')))
      .map((flag) => `${found.command} --${flag}`)
  })
}

/** As a dry run, where a line in a sentence is a whole one: with words behind the command, none of which stands for others. */
export function dryRunOf(span: string): string | undefined {
  const found = split(span)
  if (!found || found.words.length === 0) return undefined
  if (/…|(^|[ =])[A-Z][A-Z_]+\b|[|]/.test(span) || !known.get(found.command)?.includes('dry-run')) return undefined
  return `logto ${span.replace(/^logto /, '')}${/--(dry-run|help)/.test(span) ? '' : ' --dry-run'}`
}
