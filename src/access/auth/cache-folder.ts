import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's cache directory for this program: XDG_CACHE_HOME, or what the platform uses. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  const home = env.HOME || homedir()
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'logto-cli')
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'logto-cli')
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'logto-cli', 'cache')
  }
  return join(home, '.cache', 'logto-cli')
}
