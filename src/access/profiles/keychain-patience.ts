import { ExitCode, NotAllowedError } from '../../base/errors.js'
import { hangUp, wakeSignal, wakeThreads } from './keychain-line.js'

/** How long the keychain may take, in milliseconds: with the start and the end of the program less than 4 s. */
const patienceMs = 2500

/** What is left for the report of the error when the keychain cannot be hung up on. */
const farewellMs = 700

/** Between two times of hanging up. */
const againMs = 50

/**
 * The result of work with the keychain, or a NotAllowedError `keychain.timeout` when it takes too long. Whoever catches
 * that error must let the program end: after 700 ms it is ended by force if the call still holds it.
 * @param sockets the program's sockets before the keychain was loaded
 */
export function withPatience<T>(work: Promise<T>, sockets: ReadonlySet<string>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      endByForceUnless(work)
      keepHangingUp(work, sockets)
      reject(
        new NotAllowedError(`the keychain did not answer within ${patienceMs / 1000} s`, {
          code: 'keychain.timeout',
          hint: 'it may be waiting for you to unlock it, or be stuck: unlock or restart it and try again, or keep the secrets in a file with --storage file',
        }),
      )
    }, patienceMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * Hangs up again and again: a library that lost its line may open another one, and a call that waits on the lost one
 * may need to be woken.
 */
function keepHangingUp(work: Promise<unknown>, sockets: ReadonlySet<string>): void {
  process.on(wakeSignal, ignore)
  const again = () => {
    hangUp(sockets)
    wakeThreads()
  }
  again()
  const timer = setInterval(again, againMs)
  const settled = () => {
    clearInterval(timer)
    process.off(wakeSignal, ignore)
  }
  work.then(settled, settled)
}

/** Ends the program unless the work comes to an end after all; also when the program itself is about to exit. */
function endByForceUnless(work: Promise<unknown>): void {
  const timer = setTimeout(() => endByForce(process.exitCode), farewellMs)
  process.on('exit', endByForce)
  process.on('SIGTERM', ignore)
  const settled = () => {
    clearTimeout(timer)
    process.off('exit', endByForce)
    process.off('SIGTERM', ignore)
  }
  work.then(settled, settled)
}

/** GLib raises SIGTERM when it loses the session bus, which is what hanging up does; and the signal that wakes. */
function ignore(): void {}

/** With the exit code where Node can replace a process (22.15); otherwise by a signal, which a shell reads as 137. */
function endByForce(exitCode: number | string | null | undefined): void {
  const { execve } = process as { execve?: (file: string, words: string[], env: NodeJS.ProcessEnv) => void }
  try {
    execve?.('/bin/sh', ['sh', '-c', `exit ${Number(exitCode) || ExitCode.notAllowed}`], {})
  } catch {
    // Not on this system.
  }
  process.kill(process.pid, 'SIGKILL')
}
