import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's folder for what this program has to remember of its runs: XDG_STATE_HOME, or what the platform uses. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const home = env.HOME || homedir()
  if (env.XDG_STATE_HOME) return join(env.XDG_STATE_HOME, 'logto-cli')
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', 'logto-cli', 'state')
  if (process.platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'logto-cli', 'state')
  }
  return join(home, '.local', 'state', 'logto-cli')
}
