import { setMaxListeners } from 'node:events'

/**
 * The turns of `--repl`: a person types a line, then it runs. Ctrl-C stops what runs, and the next turn begins with a
 * signal of its own; a second one, where the first was of no use, ends the program.
 */
export class Turns {
  /** Hears that what runs is to stop. */
  onStop: (() => void) | undefined
  private controller = new AbortController()
  private isRunning = false

  constructor() {
    process.on('SIGINT', this.interrupt)
  }

  /** Aborted when what runs is to stop. */
  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** A line is typed: whatever ran is over. */
  over(): void {
    this.isRunning = false
    if (!this.controller.signal.aborted) return
    this.controller = new AbortController()
    setMaxListeners(0, this.controller.signal)
  }

  /** A line runs. */
  begin(): void {
    this.isRunning = true
  }

  end(): void {
    process.off('SIGINT', this.interrupt)
  }

  private readonly interrupt = () => {
    if (!this.isRunning || this.signal.aborted) process.exit(130)
    this.controller.abort()
    this.onStop?.()
  }
}
