import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The user's folder for this program's configuration: LOGTO_CONFIG_DIR, else `logto-cli` below XDG_CONFIG_HOME or
 * ~/.config (macOS too), on Windows below %APPDATA%.
 */
export function configFolder(env: NodeJS.ProcessEnv): string {
  if (env.LOGTO_CONFIG_DIR) return env.LOGTO_CONFIG_DIR
  if (env.XDG_CONFIG_HOME) return join(env.XDG_CONFIG_HOME, 'logto-cli')
  const home = env.HOME || homedir()
  if (process.platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'logto-cli')
  return join(home, '.config', 'logto-cli')
}
