import { createInterface } from 'node:readline'
import { InterruptedError } from '../../base/errors.js'
import { harmlessLine } from '../../call/output/harmless.js'
import type { Streams } from '../../call/output/streams.js'
import type { HostFunction } from './host.js'
import type { ErrorFacts } from './protocol.js'

/** Lines from the terminal, and what went wrong with them. The interface is open only while a line is typed, so that
 * Ctrl-C reaches a script that computes. */
export function replFunctions(streams: Streams): Record<string, HostFunction> {
  let history: string[] = []
  return {
    async 'repl.read'(prompt) {
      const lines = createInterface({ input: process.stdin, output: process.stderr, history })
      lines.on('history', (lines: string[]) => {
        history = lines
      })
      const line = await new Promise<string | undefined>((resolve, reject) => {
        lines.on('SIGINT', () => reject(new InterruptedError('interrupted', { code: 'interrupted' })))
        lines.on('close', () => resolve(undefined))
        lines.question(String(prompt), resolve)
      }).finally(() => lines.close())
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
