let controller: AbortController | undefined

/** Aborted by the first Ctrl-C, so that what is under way can stop cleanly; a second one ends the process at once. */
export function interruption(): AbortSignal {
  if (controller) return controller.signal
  const own = new AbortController()
  controller = own
  process.once('SIGINT', () => {
    own.abort()
    process.once('SIGINT', () => process.exit(130))
  })
  return own.signal
}
