import type { PrintOptions } from '../../../src/call/output/answer.js'
import type { Streams } from '../../../src/call/output/streams.js'

/** Streams that remember what was written. */
export interface Captured extends Streams {
  stdout: string
  stderr: string
  /** Every status shown, the empty ones too. */
  statuses: string[]
}

export function captured(errIsTTY = false, outIsFile = false): Captured {
  const streams: Captured = {
    stdout: '',
    stderr: '',
    statuses: [],
    errIsTTY,
    outIsFile,
    status(line) {
      streams.statuses.push(line)
    },
    async out(text) {
      streams.stdout += text
    },
    async err(line) {
      streams.stderr += `${line}\n`
    },
  }
  return streams
}

/** Options as a command gives them, for a terminal of this width or, without one, for a pipe. */
export function optionsFor(width: number | undefined, changes: Partial<PrintOptions> = {}): PrintOptions {
  return {
    format: 'table',
    csvSafe: false,
    showSecrets: false,
    reveals: false,
    terminal: { isTTY: width !== undefined, width: width ?? 80, colour: false },
    ...changes,
  }
}
