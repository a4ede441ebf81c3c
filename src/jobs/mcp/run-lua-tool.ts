import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { compileWasmQuickly } from '../../base/engine.js'
import type { LoggedCall } from '../lua/call-log.js'
import { machineFiles } from '../lua/machine-files.js'
import { failureOf as scriptFailure } from '../lua/outcome.js'
import { runThread } from '../lua/thread.js'
import { openCall } from './call-desk.js'
import { fitValue } from './cut-answer.js'
import type { Around } from './heartbeat.js'
import type { Desk } from './served.js'
import { answerOf, failureOf } from './tool-result.js'
import { visible, visibleText } from './visible.js'

/** Arguments of `run_lua`, checked. */
export interface RunArguments {
  script: string
  arguments?: string[]
  dry_run?: boolean
}

/** Characters that stand around result and output. */
const frame = 600

/** Runs a script in a thread of its own: what it returned and printed, cut where it is long. A failure says what had been done. */
export async function runLuaTool(desk: Desk, given: RunArguments, context: Around): Promise<CallToolResult> {
  const { program, wishes } = desk
  const { script, arguments: words = [], dry_run: dryRun = false } = given
  const opened = await openCall(desk, { script, arguments: words, dryRun }, context)
  const half = Math.floor((wishes.maxAnswer - frame) / 2)
  let output = ''
  let leftOut = 0
  try {
    compileWasmQuickly()
    const outcome = await runThread(
      { source: script, name: '=script', file: '-e', arguments: words, repl: false, helpers: opened.helpers },
      {
        files: machineFiles(program.root),
        memoryBytes: opened.wishes.memoryBytes,
        timeLimitMs: opened.wishes.timeLimitMs,
        signal: context.signal,
        functions: opened.functions,
        async print(text) {
          const kept = text.slice(0, Math.max(0, half - output.length))
          output += kept
          leftOut += text.length - kept.length
        },
      },
    )
    const failure = scriptFailure(outcome)
    if (failure !== undefined) return failureOf(failure, doneBefore(opened.log.calls))
    const printed = fitValue(visibleText(output), half)
    const room = wishes.maxAnswer - frame - String(printed.value).length
    const { value, left } = fitValue(visible(outcome.result ?? null), room)
    return answerOf({
      result: value,
      ...(output === '' ? {} : { output: printed.value }),
      ...(left + leftOut + printed.left > 0 ? { cut: 'too long: return less, or in parts' } : {}),
      ...(opened.notes.length > 0 ? { notes: fitValue(opened.notes, frame / 2).value } : {}),
      ...doneBefore(opened.log.calls),
    })
  } catch (error) {
    if (context.signal.aborted) throw error
    return failureOf(error, doneBefore(opened.log.calls))
  } finally {
    await opened.close()
  }
}

/** How many calls there were, and how many of them changed something. */
function doneBefore(calls: readonly LoggedCall[]): Record<string, unknown> {
  if (calls.length === 0) return {}
  const isDone = (call: LoggedCall) =>
    'method' in call && call.method !== 'GET' && call.status !== null && call.status < 400
  return { calls: { all: calls.length, changed: calls.filter(isDone).length } }
}
