import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { getDefaultEnvironment } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js'
import spawn from 'cross-spawn'
import { bounds } from './bounds.js'
import { MessageLines, type Nonsense } from './message-lines.js'

/** How long a server has to end by itself, and then after it was asked to. */
const patienceMs = 1000
const drainMs = 300

/** A program and what it gets. */
export interface Program {
  command: readonly string[]
  folder: string
  env: Readonly<Record<string, string>>
}

/** Why a server is of no use any more. */
export type Trouble = { kind: 'cannot start'; code: string } | { kind: 'ended'; how: string } | { kind: Nonsense }

/**
 * Speaks to a program over its standard input and output. It runs in a process group of its own, which is ended as a
 * whole: `npx` and shells start others. What it writes to its error stream is read and forgotten but for the end.
 */
export class ProcessTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void
  onclose?: () => void
  onerror?: (error: Error) => void
  /** What ended it, if anything did before `close`. */
  trouble: Trouble | undefined
  /** The end of what it wrote to its error stream. */
  said = ''
  private child: ChildProcess | undefined
  private ended: Promise<void> = Promise.resolve()
  private isClosed = false
  private readonly lines = new MessageLines(
    (message) => this.onmessage?.(message),
    (what) => this.fail({ kind: what }),
  )

  constructor(private readonly program: Program) {}

  start(): Promise<void> {
    const { command, folder, env } = this.program
    const [file = '', ...words] = command
    const child = spawn(file, words, {
      cwd: folder,
      env: { ...getDefaultEnvironment(), ...env },
      stdio: 'pipe',
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    this.child = child
    running.add(child)
    endWithProgram()
    this.ended = new Promise((resolve) => {
      child.once('close', () => resolve())
      child.once('error', () => resolve())
    })
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!this.isClosed) this.lines.take(chunk)
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-bounds.stderr)
    })
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.on('error', () => {})
    child.once('exit', (code, signal) => {
      // What it said last may still be on its way.
      void this.endedWithin(drainMs).then(() => this.fail({ kind: 'ended', how: signal ?? `exit code ${code}` }))
    })
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error: NodeJS.ErrnoException) => {
        this.fail({ kind: 'cannot start', code: error.code ?? error.message })
        reject(error)
      })
    })
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.lines.asked()
    this.child?.stdin?.write(`${JSON.stringify(message)}\n`)
  }

  /** Ends it and all that it has started: by the end of its input, then by signals. */
  async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    const { child } = this
    if (child) {
      child.stdin?.end()
      if (this.trouble === undefined) await this.endedWithin(patienceMs)
      signal(child, 'SIGTERM')
      await this.endedWithin(patienceMs)
      signal(child, 'SIGKILL')
      running.delete(child)
      // Others may hold its ends of the pipes.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy()
    }
    this.onclose?.()
  }

  private async endedWithin(time: number): Promise<void> {
    const giveUp = new AbortController()
    await Promise.race([this.ended, wait(time, undefined, { signal: giveUp.signal }).catch(() => {})])
    giveUp.abort()
  }

  /** The first trouble counts. */
  private fail(trouble: Trouble): void {
    if (this.trouble !== undefined || this.isClosed) return
    this.trouble = trouble
    void this.close()
  }
}

const running = new Set<ChildProcess>()
let isWatching = false

/** However this program ends by itself, no server is left. */
function endWithProgram(): void {
  if (isWatching) return
  isWatching = true
  process.once('exit', () => {
    for (const child of running) signal(child, 'SIGKILL')
  })
}

/** Sends a signal to the process group of a child, which may outlive the child. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, name)
  } catch {
    // Nothing of it is left.
  }
}
