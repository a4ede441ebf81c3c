import { canAsk } from '../../call/operation/questions.js'
import { type Settings, settingsOf } from '../../call/operation/settings.js'
import type { ConsentGiven } from './consent.js'
import { refuseCredentials } from './kept.js'
import { memoryBytes } from './memory-size.js'
import type { ScriptWanted } from './script.js'
import { timeLimitMs } from './time-limit.js'

/** Profiles, folders, variables and MCP servers, by their names. */
export interface Allowed {
  profiles: readonly string[]
  read: readonly string[]
  write: readonly string[]
  env: readonly string[]
  mcp: readonly string[]
}

/** What the command line of `logto lua` says, understood. */
export interface ScriptWishes {
  settings: Settings
  script: ScriptWanted
  consent: ConsentGiven
  /** What the script may reach beside its tenant: profiles, folders and variables. */
  allowed: Allowed
  /** Milliseconds for a start and each call of an MCP server, where `--timeout` says so. */
  serverTimeoutMs: number | undefined
  /** There is a tenant beside the script. */
  hasTenant: boolean
  memoryBytes: number
  /** Time to compute; no limit when undefined. */
  timeLimitMs: number | undefined
}

/** Throws a UsageError for a limit that is none, and for a variable that holds credentials. */
export function wishesOf(
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  hasTenant: boolean,
): ScriptWishes {
  const settings = settingsOf(flags)
  const text = (name: string) => flags[name] as string | undefined
  const texts = (name: string) => (flags[name] as string[] | undefined) ?? []
  refuseCredentials(texts('allow-env'))
  return {
    settings,
    script: { words, evaluate: text('eval'), repl: flags.repl === true, noInput: settings.noInput },
    consent: { yes: flags.yes === true, confirm: texts('confirm'), canAsk: canAsk(settings.noInput) },
    allowed: {
      profiles: texts('allow-profile'),
      read: texts('allow-read'),
      write: texts('allow-write'),
      env: texts('allow-env'),
      mcp: texts('allow-mcp'),
    },
    serverTimeoutMs: flags.timeout === undefined ? undefined : settings.timeoutMs,
    hasTenant,
    memoryBytes: memoryBytes(text('memory-limit')),
    timeLimitMs: timeLimitMs(text('time-limit'), process.stderr.isTTY === true),
  }
}
