/** Whether this machine has a browser to show: a desktop session, and not a remote shell. */
export function hasDesktop(env: NodeJS.ProcessEnv): boolean {
  if (env.SSH_CONNECTION || env.CI) return false
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/**
 * Opens an address in the person's browser, where there is one. The address must have been checked to lie on the
 * tenant's own origin. A browser that does not start is no failure: the address is on the screen.
 */
export async function openBrowser(address: URL): Promise<void> {
  if (!hasDesktop(process.env)) return
  try {
    const { default: open } = await import('open')
    const child = await open(address.href)
    child.unref()
  } catch {
    // The person opens it by hand.
  }
}
