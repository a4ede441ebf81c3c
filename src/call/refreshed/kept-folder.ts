import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../access/auth/cache-folder.js'

/** Where everything that `logto refresh` keeps is kept. */
export function keptFolder(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), 'refreshed')
}

/** Whether anything was ever kept: where it was not, there is nothing to read, and no tenant need be chosen for it. */
export function isAnythingKept(env: NodeJS.ProcessEnv): boolean {
  return existsSync(keptFolder(env))
}
