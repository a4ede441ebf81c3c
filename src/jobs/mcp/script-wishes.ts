import { memoryBytes } from '../lua/memory-size.js'
import type { ScriptWishes } from '../lua/wishes.js'
import type { ServeWishes } from './serve-wishes.js'

/** Time that a script of an assistant may compute; what it waits for does not count. */
const computingMs = 60_000

/** What a script of an assistant may do beside its calls: nothing. */
export function scriptWishes(
  { settings }: ServeWishes,
  given: { script: string; arguments: readonly string[]; dryRun: boolean },
): ScriptWishes {
  return {
    settings: { ...settings, dryRun: given.dryRun },
    script: { words: given.arguments, evaluate: given.script, repl: false, noInput: true },
    consent: { yes: false, confirm: [], canAsk: false },
    allowed: { profiles: [], read: [], write: [], env: [], mcp: [] },
    serverTimeoutMs: undefined,
    hasTenant: true,
    memoryBytes: memoryBytes(undefined),
    timeLimitMs: computingMs,
  }
}
