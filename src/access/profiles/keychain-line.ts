/**
 * A call into the keychain that never answers holds a thread of Node's pool, and neither the end of the program nor
 * `process.exit()` gets past it: Node joins its threads first. What was tried on Linux, with Node 20 and 22, against a
 * stopped service: `process.exit` and `process.reallyExit` wait with it, SIGKILL ends the program with 137,
 * `process.abort` with 134, `process.execve` (Node 22.15) with any code. Closing the connection under the call makes it
 * fail like any other, and the program ends by itself with the code that it chose.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { Socket } from 'node:net'

const descriptors = '/proc/self/fd'

/** The program's open sockets as `descriptor:inode`; none where the system does not tell (all but Linux). */
export function openSockets(): Set<string> {
  const found = new Set<string>()
  for (const descriptor of namesIn(descriptors)) {
    const inode = /^socket:\[(\d+)\]$/.exec(target(descriptor))?.[1]
    if (inode) found.add(`${descriptor}:${inode}`)
  }
  return found
}

/** Hangs up on the keychain: ends the local sockets opened since `before` was taken, which was before it was loaded. */
export function hangUp(before: ReadonlySet<string>): void {
  const local = localInodes()
  for (const socket of openSockets()) {
    const [descriptor, inode = ''] = socket.split(':')
    if (before.has(socket) || !local.has(inode)) continue
    try {
      const line = new Socket({ fd: Number(descriptor), readable: false })
      line.on('error', () => {})
      line.end()
      line.unref()
    } catch {
      // Closed meanwhile, or not a kind that Node knows.
    }
  }
}

/** Does nothing by default, so that it does no harm to whom it is not meant for. */
export const wakeSignal = 'SIGURG'

/**
 * Interrupts every thread that waits in the system. One that polls a socket does not notice that the socket is closed
 * (a bus that is stopped closes nothing at its end), but on its way back into the wait it finds it gone. A signal to the
 * id of a thread goes to that thread. Whoever calls it has a listener for the signal: without, nothing is interrupted.
 */
export function wakeThreads(): void {
  for (const thread of namesIn('/proc/self/task')) {
    if (thread === String(process.pid)) continue
    try {
      process.kill(Number(thread), wakeSignal)
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** Inodes of Unix-domain sockets, the only kind that the session bus speaks over. */
function localInodes(): Set<string> {
  try {
    const rows = readFileSync('/proc/net/unix', 'utf8').split('\n').slice(1)
    return new Set(rows.flatMap((row) => row.trim().split(/\s+/)[6] ?? []))
  } catch {
    return new Set()
  }
}

/** The names in a folder; none where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function target(descriptor: string): string {
  try {
    return readlinkSync(`${descriptors}/${descriptor}`)
  } catch {
    return ''
  }
}
