import { cacheFolder } from '../../access/auth/cache-folder.js'
import { configFolder } from '../../access/profiles/config-folder.js'
import { stateFolder } from '../../access/profiles/state-folder.js'
import { UsageError } from '../../base/errors.js'

/** Variables that hold this program's credentials. */
const credentials: ReadonlySet<string> = new Set([
  'LOGTO_ACCESS_TOKEN',
  'LOGTO_AUTH',
  'LOGTO_CLIENT_SECRET',
  'LOGTO_USER_TOKEN',
])

/** Folders whose files no script reads or writes: profiles, tokens and sign-ins, and what the system tells of processes. */
export function keptFolders(env: NodeJS.ProcessEnv): string[] {
  return [configFolder(env), cacheFolder(env), stateFolder(env), '/proc', '/dev']
}

/** Throws a UsageError for a variable that no script may read. */
export function refuseCredentials(variables: readonly string[]): void {
  const kept = variables.find((name) => credentials.has(name))
  if (kept === undefined) return
  throw new UsageError(`--allow-env ${kept}: scripts do not get the credentials of this program`, {
    code: 'usage.bad_value',
    hint: 'they need none: the program signs their calls',
  })
}
