import { compileWasmQuickly, keepHeapSmall } from '../../base/engine.js'
import { ScriptError } from '../../base/errors.js'
import { interruption } from '../../call/operation/interruption.js'
import { printAnswer, rowsOf } from '../../call/operation/print-answer.js'
import { askSecret, canAsk } from '../../call/operation/questions.js'
import { harmless } from '../../call/output/harmless.js'
import { jsonDocument } from '../../call/output/json-text.js'
import { type ErrorReport, errorReport } from '../../call/output/report-error.js'
import { processSources } from '../../call/request/sources.js'
import { CallLog, type LoggedCall } from './call-log.js'
import { machineFiles } from './machine-files.js'
import { failureOf } from './outcome.js'
import type { ScriptProgram } from './program.js'
import type { Outcome } from './protocol.js'
import { scriptOf } from './script.js'
import { type ScriptSurroundings, surroundingsOf } from './surroundings.js'
import { runThread } from './thread.js'
import { type ScriptWishes, wishesOf } from './wishes.js'

/** Characters of output that the document of `--json` holds at most. */
const mostOutput = 64_000_000

/** What `--json` prints: docs/lua-result.schema.json. */
interface Envelope {
  success: boolean
  result: unknown
  output: string
  error: ErrorReport | null
  execution_time_ms: number
  calls: readonly LoggedCall[]
}

/**
 * Runs the script that the command line asks for, and prints what it returns. Throws what the script failed with.
 * In json everything is one document, also of a script that failed.
 */
export async function runScript(
  words: readonly string[],
  flags: Readonly<Record<string, unknown>>,
  program: ScriptProgram,
  { hasTenant }: { hasTenant: boolean } = { hasTenant: true },
): Promise<void> {
  await new ScriptRun(wishesOf(words, flags, hasTenant), program).execute()
}

class ScriptRun {
  private readonly began = performance.now()
  private readonly isJson: boolean
  private readonly log: CallLog
  private output = ''
  private columnsOf: ScriptSurroundings['columnsOf'] = async () => undefined

  constructor(
    private readonly wishes: ScriptWishes,
    private readonly program: ScriptProgram,
  ) {
    this.isJson = wishes.settings.format === 'json'
    this.log = new CallLog(this.isJson)
  }

  async execute(): Promise<void> {
    const { outcome, failure } = await this.ended()
    if (this.isJson) await this.printEnvelope(outcome?.result ?? null, failure)
    else if (outcome?.result !== undefined) await this.printResult(outcome.result)
    if (failure !== undefined) throw failure
  }

  private async ended(): Promise<{ outcome?: Outcome; failure?: unknown }> {
    try {
      const outcome = await this.run()
      return { outcome, failure: failureOf(outcome) }
    } catch (failure) {
      return { failure }
    }
  }

  private async run(): Promise<Outcome> {
    const { wishes, program } = this
    const { noInput } = wishes.settings
    const sources = processSources(canAsk(noInput), (question) => askSecret(question, noInput, ''))
    const script = await scriptOf(wishes.script, sources)
    const { functions, helpers, columnsOf, turns, close } = await surroundingsOf(wishes, program, this.log)
    this.columnsOf = columnsOf
    keepHeapSmall()
    compileWasmQuickly()
    try {
      return await runThread(
        { ...script, helpers },
        {
          files: machineFiles(program.root),
          memoryBytes: wishes.memoryBytes,
          timeLimitMs: wishes.timeLimitMs,
          signal: interruption(),
          turns,
          functions,
          print: (text) => this.print(text),
        },
      )
    } finally {
      program.streams.status('')
      await close()
    }
  }

  private async print(text: string): Promise<void> {
    if (this.isJson) this.keep(text)
    else await this.program.streams.out(process.stdout.isTTY ? harmless(text) : text)
  }

  /** The document of json is made at the end, and has to fit into a string. */
  private keep(text: string): void {
    this.output += text
    if (this.output.length <= mostOutput) return
    throw new ScriptError('the script printed more than 64 MB', {
      code: 'lua.output',
      hint: 'print less, write it to a file, or leave out --json',
    })
  }

  private async printResult(result: unknown): Promise<void> {
    const answer = Array.isArray(result)
      ? rowsOf(result)
      : typeof result === 'string'
        ? ({ kind: 'text', text: `${result}\n`, contentType: 'text/plain' } as const)
        : ({ kind: 'object', value: result } as const)
    await printAnswer(answer, this.wishes.settings, this.program.streams, await this.columnsOf(result))
  }

  private async printEnvelope(result: unknown, failure: unknown): Promise<void> {
    const envelope: Envelope = {
      success: failure === undefined,
      result,
      output: this.output,
      error: failure === undefined ? null : errorReport(failure),
      execution_time_ms: Math.round(performance.now() - this.began),
      calls: this.log.calls,
    }
    await this.program.streams.out(jsonDocument(envelope, process.stdout.isTTY === true))
  }
}
