import { CallLog } from '../lua/call-log.js'
import { type ScriptSurroundings, surroundingsOf } from '../lua/surroundings.js'
import type { ScriptWishes } from '../lua/wishes.js'
import { AssistantGuard } from './assistant-guard.js'
import type { Around } from './heartbeat.js'
import { askOf } from './person.js'
import { scriptWishes } from './script-wishes.js'
import type { Desk } from './served.js'
import { visibleText } from './visible.js'

/** What was said beside an answer, at most. */
const mostNotes = 20
const mostNoteCharacters = 500

/** One call of a tool: the tenant as it is chosen now, and what goes with the call. */
export interface CallDesk extends ScriptSurroundings {
  wishes: ScriptWishes
  log: CallLog
  notes: string[]
}

/** Opens the tenant for one call of a tool; whoever opens it closes it. Nothing is sent, and no secret read, yet. */
export async function openCall(
  { program, wishes: served, server }: Desk,
  given: { script?: string; arguments?: readonly string[]; dryRun: boolean },
  { signal, heartbeat }: Around,
): Promise<CallDesk> {
  const { script = '', arguments: words = [], dryRun } = given
  const wishes = scriptWishes(served, { script, arguments: words, dryRun })
  const log = new CallLog(true)
  const notes: string[] = []
  const surroundings = await surroundingsOf(wishes, program, log, {
    guard: new AssistantGuard({
      level: served.level,
      only: served.only,
      ask: askOf(server, signal),
      isScript: given.script !== undefined,
    }),
    signal,
    isPaced: given.script !== undefined,
    masked: !served.settings.showSecrets,
    progress: heartbeat,
    async say(text) {
      if (notes.length < mostNotes) notes.push(visibleText(text).slice(0, mostNoteCharacters))
    },
  })
  return { ...surroundings, wishes, log, notes }
}
