import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { CliFailure, InterruptedError, OutputError } from '../../base/errors.js'
import { exactJson, parseExact } from '../../base/exact-json.js'
import { Clock } from './clock.js'
import { crashed, outOfMemory, timeUp } from './endings.js'
import { errorFacts, type HostFunction } from './host.js'
import type { MachineFiles } from './machine-files.js'
import type { Answered, FromScript, Outcome, ScriptOptions, Start, ToScript } from './protocol.js'
import type { Turns } from './turns.js'

export interface ThreadContext {
  files: MachineFiles
  memoryBytes: number
  /** No limit when absent. */
  timeLimitMs: number | undefined
  signal: AbortSignal
  /** Where a person types lines: what runs can be stopped, and the thread goes on. */
  turns?: Turns | undefined
  functions: Readonly<Record<string, HostFunction>>
  /** Takes what the script prints. */
  print: (text: string) => Promise<void>
}

/** A script that waits a lot is not looked at all the time. */
const shortestWatchMs = 20

/**
 * Runs a script in a thread of its own and answers its calls. A script that computes without end is ended with its
 * thread. Throws an InterruptedError on Ctrl-C, a ScriptError when its time or memory is used up, a ClosedPipe, and what
 * is no failure of a call.
 */
export function runThread(options: ScriptOptions, context: ThreadContext): Promise<Outcome> {
  return new ScriptThread(options, context).ended
}

class ScriptThread {
  readonly ended: Promise<Outcome>
  /** 0: messages posted; 1: what runs is to stop. */
  private readonly signal = new SharedArrayBuffer(8)
  private readonly cells = new Int32Array(this.signal)
  /** Calls that are not answered yet. */
  private readonly pending = new Set<number>()
  private readonly clock = new Clock()
  private readonly worker: Worker
  /** What was printed, one after the other; calls wait for it, so that outputs keep their order. */
  private printed: Promise<void> = Promise.resolve()
  private timer: NodeJS.Timeout | undefined
  /** The script has said how it ended. */
  private isOver = false
  private settle: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void } | undefined

  constructor(
    options: ScriptOptions,
    private readonly context: ThreadContext,
  ) {
    const { worker, isSource, wasm, world } = context.files
    const start: Start = {
      signal: this.signal,
      clock: this.clock.memory,
      began: this.clock.began,
      wasm,
      world,
      memoryBytes: context.memoryBytes,
      options: JSON.stringify(options),
    }
    // The thread gets nothing of the environment: it asks for what it may see.
    this.worker = new Worker(isSource ? fromSource(worker) : worker, {
      workerData: start,
      eval: isSource,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: Math.max(512, (8 * context.memoryBytes) / 2 ** 20) },
    })
    this.ended = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
    this.listen()
  }

  private listen(): void {
    const { signal, timeLimitMs, turns } = this.context
    if (turns) turns.onStop = () => this.stop()
    this.worker.on('message', (message: FromScript) => this.take(message))
    this.worker.on('error', (error: NodeJS.ErrnoException) =>
      this.end(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory() : error),
    )
    // It has said how it ended before; what it has printed may still be on its way to a slow reader.
    this.worker.on('exit', () => {
      if (!this.isOver) this.end(new Error('the thread of the script ended by itself'))
    })
    if (signal.aborted) this.interrupt()
    else signal.addEventListener('abort', this.interrupt, { once: true })
    if (timeLimitMs !== undefined) this.watch(timeLimitMs)
  }

  /** Looks again when the time could be up at the earliest. */
  private watch(timeLimitMs: number): void {
    const left = timeLimitMs - this.clock.computed()
    if (left <= 0) this.end(timeUp(timeLimitMs))
    else this.timer = setTimeout(() => this.watch(timeLimitMs), Math.max(left, shortestWatchMs))
  }

  private readonly interrupt = () => this.end(new InterruptedError('interrupted', { code: 'interrupted' }))

  /** Ends what runs with an error: calls are answered with it, and the world looks at the cell as it computes. */
  private stop(): void {
    Atomics.store(this.cells, 1, 1)
    for (const id of this.pending) this.answerStopped(id)
    this.pending.clear()
  }

  private answerStopped(id: number): void {
    const facts = errorFacts(new InterruptedError('interrupted', { code: 'interrupted' }))
    this.post({ kind: 'answered', id, ok: false, value: exactJson(facts) })
  }

  private take(message: FromScript): void {
    switch (message.kind) {
      case 'ask':
        void this.answer(message.id, message.name, message.argument)
        break
      case 'print':
        this.printed = this.printed.then(() => this.print(message.text))
        break
      case 'ended':
        this.isOver = true
        void this.printed.then(() => this.end(undefined, parseExact(message.outcome) as Outcome))
        break
      case 'crashed':
        this.isOver = true
        void this.printed.then(() => this.end(crashed(message.why, message.message)))
    }
  }

  private async answer(id: number, name: string, argument: string): Promise<void> {
    const { functions, turns } = this.context
    // The next line is asked for: whatever was to stop has stopped.
    if (name.startsWith('repl.')) Atomics.store(this.cells, 1, 0)
    else if (turns?.signal.aborted) return this.answerStopped(id)
    this.pending.add(id)
    const answered = await this.answered(name, argument, functions)
    if (answered && this.pending.delete(id)) this.post({ kind: 'answered', id, ...answered })
  }

  /** The answer to a call; undefined where its failure ends the script. */
  private async answered(
    name: string,
    argument: string,
    functions: ThreadContext['functions'],
  ): Promise<Omit<Answered, 'kind' | 'id'> | undefined> {
    try {
      await this.printed
      return { ok: true, ...(await functions[name]?.(parseExact(argument))) }
    } catch (error) {
      const isStop = error instanceof InterruptedError && !this.context.turns
      if (error instanceof CliFailure && !isStop && !(error instanceof OutputError)) {
        return { ok: false, value: exactJson(errorFacts(error)) }
      }
      this.end(error)
      return undefined
    }
  }

  private async print(text: string): Promise<void> {
    try {
      await this.context.print(text)
      this.post({ kind: 'printed', length: text.length })
    } catch (error) {
      this.end(error)
    }
  }

  private post(message: ToScript): void {
    this.worker.postMessage(message)
    Atomics.add(this.cells, 0, 1)
    Atomics.notify(this.cells, 0)
  }

  /** The first end counts; the thread is gone before it is told. */
  private end(error: unknown, outcome?: Outcome): void {
    const settle = this.settle
    if (!settle) return
    this.settle = undefined
    clearTimeout(this.timer)
    this.context.signal.removeEventListener('abort', this.interrupt)
    void this.worker.terminate().then(() => {
      if (outcome) settle.resolve(outcome)
      else settle.reject(error)
    })
  }
}

/** Code that loads a module written in TypeScript. */
function fromSource(file: string): string {
  const installed = dirname(createRequire(import.meta.url).resolve('tsx/package.json'))
  const tsx = pathToFileURL(join(installed, 'dist', 'esm', 'api', 'index.mjs')).href
  return `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(file)}) })`
}
