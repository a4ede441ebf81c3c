import type { Streams } from '../../call/output/streams.js'
import type { TenantCommands } from '../../call/refreshed/tenant-commands.js'
import type { CommandClass } from '../describe/find-command.js'

/** The running program, as a script sees it. */
export interface ScriptProgram {
  /** The package's folder. */
  root: string
  version: string
  streams: Streams
  /** What is kept of the tenant's own commands, for lists; `load` knows them. */
  tenant?: TenantCommands | undefined
  /** Loads the class of a command (`users list`). */
  load: (command: string) => Promise<CommandClass>
}
