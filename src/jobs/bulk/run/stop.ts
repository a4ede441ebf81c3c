import { InterruptedError } from '../../../base/errors.js'
import { RunStopped } from './circuit.js'

/** Why a run begins no further rows: Ctrl-C, a server that is away, a full disk. */
export class Stop {
  /** What it stops for; the first reason counts. */
  reason: unknown

  get isStopped(): boolean {
    return this.reason !== undefined
  }

  /** Takes note of what ends a run without being a row's own failure; anything else is thrown again. */
  by(error: unknown): void {
    if (!(error instanceof RunStopped) && !(error instanceof InterruptedError)) throw error
    this.reason ??= error instanceof RunStopped ? error.cause : error
  }
}
