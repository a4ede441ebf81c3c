import type { CommandClass } from '../describe/find-command.js'
import { ScriptError } from '../errors.js'
import { interruption } from '../operation/interruption.js'
import type { Operation } from '../operation/operation.js'
import { printAnswer, rowsOf } from '../operation/print-answer.js'
import { askSecret, canAsk } from '../operation/questions.js'
import { type Settings, settingsOf } from '../operation/settings.js'
import { harmless } from '../output/harmless.js'
import { jsonDocument } from '../output/json-text.js'
import { notice } from '../output/notice.js'
import { Progress } from '../output/progress.js'
import { type ErrorReport, errorReport } from '../output/report-error.js'
import type { Streams } from '../output/streams.js'
import { processSources } from '../request/sources.js'
import { apiFunctions } from './api.js'
import { CallLog, type LoggedCall } from './call-log.js'
import { Consent } from './consent.js'
import { ScriptFiles } from './files.js'
import { scriptHelpers } from './helpers.js'
import { hostFunctionOf } from './host.js'
import { keptFolders, refuseCredentials } from './kept.js'
import { machineFiles } from './machine-files.js'
import { memoryBytes } from './memory-size.js'
import { OperationNames } from './names.js'
import { OperationCalls } from './operation-calls.js'
import { failureOf } from './outcome.js'
import type { Outcome } from './protocol.js'
import { replFunctions } from './repl.js'
import { scriptOf } from './script.js'
import { Tenants } from './tenants.js'
import { runThread } from './thread.js'
import { timeLimitMs } from './time-limit.js'

/** The running program, as a script sees it. */
export interface ScriptProgram {
  /** The package's folder. */
  root: string
  version: string
  streams: Streams
  /** Loads the class of a command (`users list`). */
  load: (command: string) => Promise<CommandClass>
}

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
): Promise<void> {
  const run = new ScriptRun(words, flags, settingsOf(flags), program)
  await run.execute()
}

class ScriptRun {
  private readonly began = performance.now()
  private readonly isJson: boolean
  private readonly log: CallLog
  private output = ''

  constructor(
    private readonly words: readonly string[],
    private readonly flags: Readonly<Record<string, unknown>>,
    private readonly settings: Settings,
    private readonly program: ScriptProgram,
  ) {
    this.isJson = settings.format === 'json'
    this.log = new CallLog(this.isJson)
  }

  async execute(): Promise<void> {
    let outcome: Outcome
    try {
      outcome = await this.run()
      const failure = failureOf(outcome)
      if (failure) throw failure
    } catch (error) {
      if (this.isJson) await this.printEnvelope(false, null, error)
      throw error
    }
    if (this.isJson) await this.printEnvelope(true, outcome.result ?? null)
    else if (outcome.result !== undefined) await this.printResult(outcome.result)
  }

  private async run(): Promise<Outcome> {
    const { settings, program } = this
    const { streams } = program
    const flags = this.flags
    const texts = (name: string) => (flags[name] as string[] | undefined) ?? []
    const limits = {
      memoryBytes: memoryBytes(flags['memory-limit'] as string | undefined),
      timeLimitMs: timeLimitMs(flags['time-limit'] as string | undefined, process.stderr.isTTY === true),
    }
    refuseCredentials(texts('allow-env'))
    const script = await scriptOf(
      {
        words: this.words,
        evaluate: flags.eval as string | undefined,
        repl: flags.repl === true,
        noInput: settings.noInput,
      },
      processSources(process.stdin, canAsk(settings.noInput), (question) => askSecret(question, settings.noInput, '')),
    )
    const [names, files] = await Promise.all([
      OperationNames.open(program.root),
      ScriptFiles.open(texts('allow-read'), texts('allow-write'), keptFolders(process.env)),
    ])
    const signal = interruption()
    const say = (text: string) => notice(text, settings.format, streams)
    const tenants = new Tenants({ settings, version: program.version, streams }, texts('allow-profile'))
    const consent = new Consent({
      yes: flags.yes === true,
      confirm: texts('confirm'),
      canAsk: canAsk(settings.noInput),
    })
    const calls = new OperationCalls({
      root: program.root,
      names,
      operation: (command) => operationOf(command, program),
      tenants,
      files,
      consent,
      log: this.log,
      say,
      dryRun: settings.dryRun,
    })
    const progress = new Progress(streams, { format: settings.format, env: process.env })
    const helpers = scriptHelpers({
      files,
      progress,
      say,
      env: process.env,
      allowedEnv: texts('allow-env'),
      signal,
      docs: async () => {
        const { Docs } = await import('./docs.js')
        return new Docs(program, names)
      },
    })
    const functions = {
      ...Object.fromEntries(Object.entries(helpers).map(([name, helper]) => [name, hostFunctionOf(helper)])),
      ...apiFunctions({ names, tenants, calls }),
      ...(script.repl ? replFunctions(streams) : {}),
    }
    try {
      return await runThread(
        { ...script, helpers: Object.keys(helpers) },
        { ...limits, files: machineFiles(program.root), signal, functions, print: (text) => this.print(text) },
      )
    } finally {
      streams.status('')
      await tenants.close()
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
    await printAnswer(answer, this.settings, this.program.streams)
  }

  private async printEnvelope(success: boolean, result: unknown, error?: unknown): Promise<void> {
    const envelope: Envelope = {
      success,
      result,
      output: this.output,
      error: success ? null : errorReport(error),
      execution_time_ms: Math.round(performance.now() - this.began),
      calls: this.log.calls,
    }
    await this.program.streams.out(jsonDocument(envelope, process.stdout.isTTY === true))
  }
}

/** The facts of an operation are those of its command. */
async function operationOf(command: string, { load }: ScriptProgram): Promise<Operation> {
  const { operation } = await load(command)
  if (!operation) throw new Error(`the command ${command} has no operation`)
  return operation
}
