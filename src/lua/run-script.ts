import { CliFailure, InterruptedError, NotAllowedError, ScriptError, UsageError } from '../errors.js'
import { interruption } from '../operation/interruption.js'
import { harmless, harmlessLine } from '../output/harmless.js'
import { Operations, type Surroundings } from './operations.js'
import { type Permissions, readPermitted, variable, writePermitted } from './permitted.js'
import { runThread } from './thread.js'

/** One script and what it may do. */
export interface Script {
  source: string
  /** As Lua shows it in messages: `@FILE`, or `=eval`. */
  chunk: string
  name: string
  args: readonly string[]
  permissions: Permissions
  memoryBytes: number
  /** No limit without. */
  maxTimeMs: number | undefined
}

/**
 * Runs a script. What it prints goes to stdout as it comes; with `--json` one envelope is printed at the end. Throws
 * the API's failure that the script did not catch, a ScriptError for its own, a UsageError for a script that is none.
 */
export async function runScript(script: Script, around: Surroundings): Promise<void> {
  const run = new Run(script, around)
  const began = performance.now()
  const json = around.settings.format === 'json'
  let failure: unknown
  try {
    await run.execute()
  } catch (error) {
    if (!json || !(error instanceof CliFailure)) throw error
    failure = error
  }
  if (!json) return
  const error = failure instanceof CliFailure ? errorTable(failure) : null
  const result = run.result ?? 'null'
  const rest = JSON.stringify({
    output: run.output,
    error,
    execution_time_ms: Math.round(performance.now() - began),
    calls: run.calls,
  })
  await around.streams.out(`{"success":${failure === undefined},"result":${result},${rest.slice(1)}\n`)
  if (failure !== undefined) throw failure
}

interface Ended {
  kind: 'done' | 'error' | 'syntax'
  none?: boolean
  text?: string
  plain?: string | null
  id?: number | null
  message?: string
  where?: string | null
}

class Run {
  output = ''
  result: string | undefined
  private readonly operations: Operations
  private readonly failures = new Map<number, CliFailure>()
  private count = 0

  constructor(
    private readonly script: Script,
    private readonly around: Surroundings,
  ) {
    this.operations = new Operations(around)
  }

  get calls() {
    return this.operations.calls
  }

  async execute(): Promise<void> {
    const { maxTimeMs, memoryBytes } = this.script
    const stop = new AbortController()
    const interrupted = interruption()
    const onInterrupt = () => stop.abort(new InterruptedError('interrupted', { code: 'interrupted' }))
    interrupted.addEventListener('abort', onInterrupt)
    const late = () =>
      stop.abort(
        new ScriptError('the script ran longer than --max-time', { code: 'lua.max_time', hint: 'give it more time' }),
      )
    const timer = maxTimeMs === undefined ? undefined : setTimeout(late, maxTimeMs)
    try {
      await runThread(this.around.root, memoryBytes, stop.signal, (what, value) => this.answer(what, value))
    } finally {
      clearTimeout(timer)
      interrupted.removeEventListener('abort', onInterrupt)
      await this.operations.close()
    }
  }

  private async answer(what: string, json: string): Promise<string | undefined> {
    const value = JSON.parse(json)
    if (what === 'end') return this.end(value as Ended)
    try {
      return await this.perform(what, value)
    } catch (error) {
      if (!(error instanceof CliFailure) || error instanceof InterruptedError) throw error
      const id = ++this.count
      this.failures.set(id, error)
      // Those that a script caught are not kept for ever.
      this.failures.delete(id - 1000)
      return JSON.stringify({ error: { ...errorTable(error), id } })
    }
  }

  private async perform(what: string, value: Record<string, unknown> & string): Promise<string> {
    const { script, around } = this
    switch (what) {
      case 'script':
        return JSON.stringify({ source: script.source, chunk: script.chunk, name: script.name, arg: script.args })
      case 'call':
        return this.operations.call(
          value.profile as string | null,
          String(value.name),
          value.input as Record<string, unknown>,
        )
      case 'resolve':
        return JSON.stringify({ name: this.operations.named(String(value.name)) })
      case 'profile':
        return JSON.stringify({ allowed: script.permissions.profiles.includes(String(value.name)) })
      case 'out':
        await this.print(value)
        return '{}'
      case 'log':
        await around.say(`${value.level === 'warn' ? 'warning: ' : ''}${harmlessLine(String(value.text))}`)
        return '{}'
      case 'env':
        return JSON.stringify({ value: variable(String(value.name), script.permissions) })
      case 'read':
        return JSON.stringify({ value: await readPermitted(String(value.path), script.permissions) })
      case 'write':
        await writePermitted(String(value.path), String(value.text), script.permissions)
        return '{}'
      case 'now':
        return JSON.stringify({ value: Date.now() })
      case 'sleep':
        await new Promise((resolve) => setTimeout(resolve, Number(value.seconds) * 1000).unref?.())
        return '{}'
      default:
        throw new NotAllowedError(`a script has no ${what}`, { code: 'lua.not_allowed' })
    }
  }

  private async print(text: string): Promise<void> {
    if (this.around.settings.format === 'json') this.output += text
    else await this.around.streams.out(process.stdout.isTTY ? harmless(text) : text)
  }

  private async end({ kind, none, text, plain, id, message = '', where }: Ended): Promise<undefined> {
    if (kind === 'done') {
      this.result = text
      if (!none && this.around.settings.format !== 'json') await this.print(`${plain ?? text}\n`)
      return
    }
    if (kind === 'syntax') {
      throw new UsageError(message, { code: 'lua.syntax', hint: 'mend the script; nothing of it was run' })
    }
    const failure = id ? this.failures.get(id) : undefined
    if (failure && where) await this.around.say(`${where}: the script ended here`)
    throw failure ?? new ScriptError(message, { code: 'lua.error' })
  }
}

/** A failure as a script sees it. */
function errorTable({ code, message, status, details, requestId, hint }: CliFailure) {
  return { code, message, status, details, request_id: requestId, hint }
}
