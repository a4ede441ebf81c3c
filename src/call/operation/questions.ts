import { closeSync, openSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import { InterruptedError, UsageError } from '../../base/errors.js'
import { harmlessLine } from '../output/harmless.js'

/** Standard input holds data, and answers come from the terminal itself. */
let isBesideData = false

/** Whether there is somebody to ask: a terminal for the question and for the answer, and no `--no-input`. */
export function canAsk(noInput: boolean): boolean {
  return !noInput && process.stderr.isTTY === true && (process.stdin.isTTY === true || isBesideData)
}

/** From now on answers come from the terminal itself where standard input holds data. */
export function askBesideData(): void {
  if (process.stdin.isTTY) return
  try {
    closeSync(openSync(terminalPath, 'r'))
    isBesideData = true
  } catch {
    // There is none, as in a pipeline of a CI.
  }
}

const terminalPath = process.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty'

/** A yes-or-no question on stderr; Enter means no. Throws a UsageError where there is nobody to ask. */
export async function askYes(message: string, noInput: boolean): Promise<boolean> {
  refuseSilence(noInput, 'add --yes to do it without a question')
  const { default: confirm } = await import('@inquirer/confirm')
  return orInterrupted((context) => confirm({ message: harmlessLine(message), default: false }, context))
}

/**
 * A line of text. Throws a UsageError where there is nobody to ask; `instead` says how to give it otherwise. `check` says
 * what is wrong with an answer, which is then asked for again.
 */
export async function askText(
  message: string,
  noInput: boolean,
  instead: string,
  { initial, check }: { initial?: string; check?: (typed: string) => Promise<string | undefined> } = {},
): Promise<string> {
  refuseSilence(noInput, instead)
  const { default: input } = await import('@inquirer/input')
  const typed = await orInterrupted((context) =>
    input(
      {
        message: harmlessLine(message),
        required: true,
        ...(initial === undefined ? {} : { default: initial }),
        ...(check
          ? { validate: async (typed: string) => harmlessLine((await check(typed.trim())) ?? '') || true }
          : {}),
      },
      context,
    ),
  )
  return typed.trim()
}

/** A line that does not show; an empty one is asked for again. Throws a UsageError where there is nobody to ask; `instead` says how to give it otherwise. */
export async function askSecret(message: string, noInput: boolean, instead: string): Promise<string> {
  refuseSilence(noInput, instead)
  const { default: password } = await import('@inquirer/password')
  return orInterrupted((context) =>
    password({ message: harmlessLine(message), mask: false, validate: isGiven }, context),
  )
}

function isGiven(typed: string): true | string {
  return typed.trim() === '' ? 'Nothing was typed' : true
}

function refuseSilence(noInput: boolean, instead: string): void {
  if (canAsk(noInput)) return
  throw new UsageError('there is a question to answer, and no terminal to ask on', {
    code: 'usage.no_terminal',
    hint: instead,
  })
}

/** Where a question goes, and where its answer comes from. */
interface Context {
  output: NodeJS.WriteStream
  input?: ReadStream
}

async function orInterrupted<T>(ask: (context: Context) => Promise<T>): Promise<T> {
  const own = isBesideData ? { input: new ReadStream(openSync(terminalPath, 'r')) } : {}
  try {
    return await ask({ output: process.stderr, ...own })
  } catch (cause) {
    throw new InterruptedError('interrupted', { code: 'interrupted', cause })
  } finally {
    own.input?.destroy()
  }
}
