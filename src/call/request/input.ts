import type { OperationSchema } from './schema.js'
import type { Sources } from './sources.js'

/** What was typed for one command, parsed but not yet understood. */
export interface Input {
  args: Readonly<Record<string, string>>
  /** Flags of the operation and the extra ones, by flag name. */
  flags: Readonly<Record<string, unknown>>
}

/** What building a request may need from outside; each is asked only when it is needed. */
export interface Surroundings {
  /** The command as typed, for hints: `users update`. */
  command: string
  /** Where values that are not on the command line come from; without it every value is meant as it stands. */
  sources: Sources | undefined
  schema(): Promise<OperationSchema>
  /** The schema with what the tenant's own documents add, where there is one; asked for what this program does not know. */
  widerSchema?: (() => Promise<OperationSchema | undefined>) | undefined
  /** What is stored at the operation's path, for `--merge`. */
  stored(path: string): Promise<unknown>
  notice(text: string): Promise<void>
}
