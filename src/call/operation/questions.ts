import { InterruptedError, UsageError } from '../../base/errors.js'
import { harmlessLine } from '../output/harmless.js'

/** Whether there is somebody to ask: a terminal for the question and for the answer, and no `--no-input`. */
export function canAsk(noInput: boolean): boolean {
  return !noInput && process.stderr.isTTY === true && process.stdin.isTTY === true
}

/** A yes-or-no question on stderr; Enter means no. Throws a UsageError where there is nobody to ask. */
export async function askYes(message: string, noInput: boolean): Promise<boolean> {
  refuseSilence(noInput, 'add --yes to do it without a question')
  const { default: confirm } = await import('@inquirer/confirm')
  return orInterrupted(() => confirm({ message: harmlessLine(message), default: false }, output))
}

/** A line of text. Throws a UsageError where there is nobody to ask; `instead` says how to give it otherwise. */
export async function askText(message: string, noInput: boolean, instead: string, initial?: string): Promise<string> {
  refuseSilence(noInput, instead)
  const { default: input } = await import('@inquirer/input')
  const typed = await orInterrupted(() =>
    input(
      { message: harmlessLine(message), required: true, ...(initial === undefined ? {} : { default: initial }) },
      output,
    ),
  )
  return typed.trim()
}

/** A line that does not show; an empty one is asked for again. Throws a UsageError where there is nobody to ask; `instead` says how to give it otherwise. */
export async function askSecret(message: string, noInput: boolean, instead: string): Promise<string> {
  refuseSilence(noInput, instead)
  const { default: password } = await import('@inquirer/password')
  return orInterrupted(() => password({ message: harmlessLine(message), mask: false, validate: isGiven }, output))
}

const output = { output: process.stderr }

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

async function orInterrupted<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    throw new InterruptedError('interrupted', { code: 'interrupted', cause })
  }
}
