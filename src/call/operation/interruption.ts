import { setMaxListeners } from 'node:events'

let controller: AbortController | undefined

/**
 * Aborted by the first Ctrl-C, so that what is under way can stop cleanly; a second one ends the process at once.
 * A command that runs until it is stopped asks for SIGTERM too, before anything else does.
 */
export function interruption(signals: readonly NodeJS.Signals[] = ['SIGINT']): AbortSignal {
  if (controller) return controller.signal
  const own = new AbortController()
  controller = own
  // A script may have a hundred requests under way, and each listens.
  setMaxListeners(0, own.signal)
  for (const signal of signals) {
    process.once(signal, () => {
      own.abort()
      process.once(signal, () => process.exit(130))
    })
  }
  return own.signal
}
