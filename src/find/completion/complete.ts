import { flagsWithValue } from '../../flags-with-value.js'
import type { Streams } from '../../output/streams.js'
import { ConfigFile } from '../../profiles/config-file.js'
import type { ListedCommand } from '../catalogue.js'
import { readTopics } from '../topics.js'
import type { Shell } from './scripts.js'
import { candidates } from './words.js'

/**
 * Prints what may be typed next, a word on a line with its meaning behind a tab. Whatever goes wrong is nothing to show
 * to somebody who presses a key: then nothing is offered.
 */
export async function complete(
  shell: Shell,
  words: readonly string[],
  { root, commands }: { root: string; commands: readonly ListedCommand[] },
  streams: Streams,
): Promise<void> {
  const { typed, hidden } = understood(shell, words)
  const found = await candidates(typed, {
    commands,
    topics: readTopics(root).groups.flatMap((group) => group.topics),
    flagsWithValue,
    profiles: async () => Object.keys((await new ConfigFile(process.env).read()).profiles),
    cwd: process.cwd(),
  }).catch(() => [])
  const line = ({ word, meaning }: (typeof found)[number]) =>
    `${word.slice(hidden.length)}${meaning ? `\t${meaning}` : ''}\n`
  await streams.out(found.map(line).join(''))
}

/**
 * The words as they were meant, and the beginning of the last one that the shell takes for a word of its own: bash
 * breaks `--output=json` at the sign.
 */
function understood(shell: Shell, words: readonly string[]): { typed: string[]; hidden: string } {
  if (shell === 'powershell') return { typed: words.map((word) => (word === '""' ? '' : word)), hidden: '' }
  if (shell !== 'bash') return { typed: [...words], hidden: '' }
  const typed: string[] = []
  for (const [i, word] of words.entries()) {
    const joins = word === '=' || (words[i - 1] === '=' && i >= 2)
    if (joins && typed.length > 0) typed.push(`${typed.pop()}${word}`)
    else typed.push(word)
  }
  const hidden = /^--[\w-]+=/.exec(typed.at(-1) ?? '')?.[0] ?? ''
  return { typed, hidden }
}
