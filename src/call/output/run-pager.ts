import { spawn } from 'node:child_process'
import { shellWords, unquoted } from '../../base/shell-words.js'

/** A pager that has the screen. */
export interface RunningPager {
  /** False once the person has left it. */
  write(text: string): Promise<boolean>
  /** Ends its input and waits until the person has left it. */
  left(): Promise<void>
}

/**
 * Starts a pager by its command line, whose words are divided as in a shell, and which no shell runs; undefined where
 * that cannot be. Ctrl-C is the pager's own as long as it has the screen.
 */
export async function startPager(line: string): Promise<RunningPager | undefined> {
  const [program = '', ...args] = shellWords(line).map(unquoted)
  // As git and gh do: less ends by itself where all fits, keeps colours, and leaves what was shown on the screen.
  const env = { LESS: 'FRX', LV: '-c', ...process.env }
  const child = spawn(program, args, { stdio: ['pipe', 'inherit', 'inherit'], env })
  const started = await new Promise<boolean>((resolve) => {
    child.once('spawn', () => resolve(true))
    child.once('error', () => resolve(false))
  })
  if (!started) return undefined
  const ignore = () => {}
  process.on('SIGINT', ignore)
  const { stdin } = child
  stdin.on('error', () => {})
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      process.off('SIGINT', ignore)
      resolve()
    })
  })
  return {
    write: (text) =>
      Promise.race([
        new Promise<boolean>((resolve) => stdin.write(text, (error) => resolve(!error))),
        // A pager that has gone reads no more, whatever is still on its way.
        ended.then(() => false),
      ]),
    async left() {
      stdin.end()
      await ended
    },
  }
}
