/** Somebody with a machine of their own: an empty home in which the program is run and keeps its files. */

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { ConfigFile } from '../../../src/access/profiles/config-file.js'
import { storeProfile } from '../../../src/access/profiles/edit-profiles.js'
import { openStore } from '../../../src/access/profiles/open-store.js'
import type { Profile } from '../../../src/access/profiles/profile.js'
import type { SecretName } from '../../../src/access/profiles/secret-store.js'
import { secret as machineSecret } from '../../access/auth/fixtures.js'
import { resource } from '../../access/auth/logto-like-provider.js'
import { sampleProfile } from '../../access/profiles/sample-profile.js'
import { cleanEnv, type Finished, makeHome, type Running, type RunOptions, run, start } from '../../cli/run.js'

/** The secret of the application `machine`, with every character that an encoding could spoil. */
export { machineSecret }

export interface Person {
  home: string
  logto(line: string | readonly string[], options?: RunOptions): Promise<Finished>
  begin(line: string | readonly string[], options?: RunOptions): Running
  /** The profile as it is stored; undefined when it is not. */
  profile(name: string): Profile | undefined
  profileNames(): string[]
  /** All that is kept secret in the file, by profile id. */
  secrets(): Record<string, Record<string, string>>
  /** Every file below the home, with its text. */
  files(): { path: string; text: string; mode: number }[]
}

/** Words are split at spaces, unless they are given one by one. */
function words(line: string | readonly string[]): readonly string[] {
  return typeof line === 'string' ? line.split(' ') : line
}

/** A person whose home ends with the test. */
export function person(): Person {
  const home = makeHome()
  onTestFinished(home.remove)
  const folder = join(home.path, 'config', 'logto-cli')
  const read = (name: string) => {
    const path = join(folder, name)
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  }
  const profiles = () => (read('config.json')?.profiles ?? {}) as Record<string, Profile>
  return {
    home: home.path,
    logto: (line, options) => run(words(line), home.path, options),
    begin: (line, options) => start(words(line), home.path, options),
    profile: (name) => profiles()[name],
    profileNames: () => Object.keys(profiles()),
    secrets: () => read('credentials.json')?.secrets ?? {},
    files: () =>
      readdirSync(home.path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        // What V8 compiled of the program is the same for everyone.
        .filter((path) => !path.startsWith(join(home.path, 'cache', 'logto-cli', 'code')))
        .map((path) => ({ path, text: readFileSync(path, 'utf8'), mode: statSync(path).mode & 0o777 })),
  }
}

/** The secrets of a profile as they are stored in the file. */
export function secretsOf(person: Person, name: string): Record<string, string> {
  return person.secrets()[person.profile(name)?.id ?? ''] ?? {}
}

/** Stores a profile without signing in, with its secrets in the file; by default a client of the endpoint. */
export async function addProfile(
  { home }: Person,
  name: string,
  profile: Partial<Profile> & { endpoint: string },
  secrets: Partial<Record<SecretName, string>> = { 'client-secret': machineSecret },
): Promise<void> {
  const env = cleanEnv(home)
  await storeProfile(new ConfigFile(env), (storage) => openStore(storage, env), {
    name,
    profile: sampleProfile({
      tokenUrl: `${profile.endpoint}/oidc/token`,
      clientId: 'machine',
      resource,
      scope: 'all',
      ...profile,
    }),
    secrets,
  })
}
