import { createInterface } from 'node:readline'
import { harmlessLine } from '../../call/output/harmless.js'
import type { Streams } from '../../call/output/streams.js'
import type { HostFunction } from './host.js'
import type { ErrorFacts } from './protocol.js'
import type { ReplWords } from './repl-words.js'
import type { Turns } from './turns.js'

/** What the lines of `--repl` reach beside the script's own world. */
export interface ReplContext {
  streams: Streams
  turns: Turns
  words: ReplWords
  /** Says where one is and how to leave, before the first line. */
  banner: () => Promise<void>
}

/** What a line is read for, as the script's world tells it. */
interface Asked {
  prompt: string
  /** Names that a line can begin with, and those of their fields: `user`, `user.name`. */
  names: readonly string[]
}

/**
 * Lines from the terminal, and what went wrong with them. The interface is open only while a line is typed, so that
 * Ctrl-C reaches what runs. A line is answered as its text, a dropped one as false, the end as nothing.
 */
export function replFunctions({ streams, turns, words, banner }: ReplContext): Record<string, HostFunction> {
  let history: string[] = []
  let isFirst = true
  return {
    async 'repl.read'(asked) {
      turns.over()
      if (isFirst) await banner()
      isFirst = false
      const { prompt, names } = asked as Asked
      const lines = createInterface({
        input: process.stdin,
        output: process.stderr,
        history,
        completer: (line, done) => {
          words.completion(line, names).then(
            (found) => done(null, found),
            () => done(null, [[], line]),
          )
        },
      })
      lines.on('history', (lines: string[]) => {
        history = lines
      })
      const line = await new Promise<string | false | undefined>((resolve) => {
        lines.on('SIGINT', () => {
          process.stderr.write('\n')
          resolve(false)
        })
        lines.on('close', () => resolve(undefined))
        lines.question(prompt, resolve)
      }).finally(() => lines.close())
      turns.begin()
      return line === undefined ? {} : { value: JSON.stringify(line) }
    },
    async 'repl.failed'(facts) {
      const { where = '', message, hint } = facts as ErrorFacts
      await streams.err(harmlessLine(`${where}${message}`))
      if (hint !== undefined) await streams.err(harmlessLine(hint))
      return {}
    },
  }
}
