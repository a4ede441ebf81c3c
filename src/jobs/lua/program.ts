import type { Streams } from '../../call/output/streams.js'
import type { CommandClass } from '../describe/find-command.js'

/** The running program, as a script sees it. */
export interface ScriptProgram {
  /** The package's folder. */
  root: string
  version: string
  streams: Streams
  /** Loads the class of a command (`users list`). */
  load: (command: string) => Promise<CommandClass>
}
