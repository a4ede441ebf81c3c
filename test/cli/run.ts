/** Runs the built program as a user does: a process of its own, in an empty home. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const program = join(import.meta.dirname, '..', '..', 'bin', 'run.js')

/** How a run ended. */
export interface Finished {
  /** Exit code; null when a signal ended the process. */
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** Wall-clock milliseconds. */
  took: number
}

export interface RunOptions {
  /** Added to an environment that holds nothing of the user's own. */
  env?: Record<string, string>
  /** Text for standard input; it is empty without. */
  input?: string
  cwd?: string
  /** Standard input stays open: somebody types. */
  keepInput?: boolean
  /** The process is killed after this many milliseconds. */
  timeoutMs?: number
}

export interface Running {
  child: ChildProcess
  finished: Promise<Finished>
}

/** A folder that stands for the user's home, and what makes it disappear again. */
export interface Home {
  path: string
  remove(): void
}

export function makeHome(): Home {
  const path = mkdtempSync(join(tmpdir(), 'logto-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** The environment of a run: no LOGTO_* variable, proxy or colour setting of the caller's gets through. */
export function cleanEnv(home: string, env: Record<string, string> = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_DATA_HOME: join(home, 'data'),
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    // Nobody is asked for a newer release.
    LOGTO_NO_UPDATE_NOTIFIER: '1',
    ...env,
  }
}

/** Starts the program and returns at once. */
export function start(args: readonly string[], home: string, options: RunOptions = {}): Running {
  return watch(
    spawn(process.execPath, [program, ...args], {
      env: cleanEnv(home, options.env),
      cwd: options.cwd ?? home,
      stdio: 'pipe',
    }),
    options,
  )
}

/** Runs the program to its end. */
export function run(args: readonly string[], home: string, options: RunOptions = {}): Promise<Finished> {
  return start(args, home, options).finished
}

/** Runs a line of the POSIX shell, which every system has, in which `logto` is the program. */
export function shell(line: string, home: string, options: RunOptions = {}): Promise<Finished> {
  const define = `logto() { "$NODE" "$PROGRAM" "$@"; }; ${line}`
  const env = cleanEnv(home, { NODE: process.execPath, PROGRAM: program, ...options.env })
  return watch(spawn('sh', ['-c', define], { env, cwd: options.cwd ?? home, stdio: 'pipe' }), options).finished
}

/** Collects what a child process writes until it ends. */
export function watch(child: ChildProcess, { input, keepInput, timeoutMs = 20_000 }: RunOptions = {}): Running {
  const began = Date.now()
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  // A program that refuses before it reads closes its end: that is no fault of the test.
  child.stdin?.on('error', () => {})
  if (!keepInput) child.stdin?.end(input ?? '')
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code, signal, stdout, stderr, took: Date.now() - began })
    })
  })
  return { child, finished }
}
