import { UsageError } from '../../base/errors.js'
import type { ConfigFile } from './config-file.js'
import { checkProfileName, findProfile, type Profile, type Storage } from './profile.js'
import { type SecretName, type SecretStore, secretNames } from './secret-store.js'

/** Opens the store of a kind; it may throw when there is none. */
export type OpenStore = (storage: Storage) => Promise<SecretStore>

/** What a login has come to: the profile and all its secrets. */
export interface NewProfile {
  name: string
  profile: Profile
  secrets: Partial<Record<SecretName, string>>
  /** False for one that nobody may come to use without naming it. */
  mayBeDefault?: boolean
}

/**
 * Stores a profile and its secrets under its name; the first one becomes the default. The secrets come first, so that
 * no profile is left without them. Those of a profile that it replaces are deleted. Throws what the stores throw; a
 * profile that cannot be stored leaves no secrets behind.
 */
export async function storeProfile(
  file: ConfigFile,
  open: OpenStore,
  { name, profile, secrets, mayBeDefault = true }: NewProfile,
): Promise<void> {
  checkProfileName(name)
  const store = await open(profile.storage)
  let replaced: Profile | undefined
  try {
    for (const secret of secretNames) {
      const value = secrets[secret]
      if (value !== undefined) await store.set(profile.id, secret, value)
    }
    await file.update((configuration) => {
      replaced = Object.hasOwn(configuration.profiles, name) ? configuration.profiles[name] : undefined
      configuration.profiles[name] = profile
      if (mayBeDefault) configuration.defaultProfile ??= name
    })
  } catch (error) {
    await store.deleteAll(profile.id).catch(() => {})
    throw error
  }
  if (replaced && replaced.id !== profile.id) await (await open(replaced.storage)).deleteAll(replaced.id)
}

/**
 * Gives a profile another name. Its secrets and tokens stay with it, as they are kept by its id.
 * Throws a UsageError when there is no such profile, or the new name is taken.
 */
export async function renameProfile(file: ConfigFile, from: string, to: string): Promise<void> {
  checkProfileName(to, 'the new name')
  await file.update((configuration) => {
    const { profiles } = configuration
    const profile = findProfile(configuration, from, 'rename')
    if (Object.hasOwn(profiles, to)) {
      throw new UsageError(`there is a profile ${to} already`, {
        code: 'config.profile_exists',
        hint: `remove it first with \`logto profiles remove ${to}\`, or choose another name`,
      })
    }
    delete profiles[from]
    profiles[to] = profile
    if (configuration.defaultProfile === from) configuration.defaultProfile = to
  })
}

/**
 * Deletes a profile's secrets, then the profile: when the store cannot be used the profile stays, and nothing is
 * forgotten. With `keepSecrets` a profile can be given up whose store is gone for good.
 */
export async function removeProfile(
  file: ConfigFile,
  open: OpenStore,
  name: string,
  { keepSecrets = false }: { keepSecrets?: boolean } = {},
): Promise<void> {
  const { id, storage } = findProfile(await file.read(), name, 'remove')
  if (!keepSecrets) await (await open(storage)).deleteAll(id)
  await file.update((configuration) => {
    // Another process may have renamed it meanwhile.
    for (const [each, profile] of Object.entries(configuration.profiles)) {
      if (profile.id !== id) continue
      delete configuration.profiles[each]
      if (configuration.defaultProfile === each) delete configuration.defaultProfile
    }
  })
}

/**
 * Moves a profile's secrets to another store: copied, then remembered, then deleted where they were, so that they are
 * in at least one place whenever the program is killed.
 */
export async function moveSecrets(file: ConfigFile, open: OpenStore, name: string, storage: Storage): Promise<void> {
  const { id, storage: former } = findProfile(await file.read(), name, 'move')
  if (former === storage) return
  const [source, target] = [await open(former), await open(storage)]
  for (const secret of secretNames) {
    const value = await source.get(id, secret)
    if (value !== undefined) await target.set(id, secret, value)
  }
  await file.update((configuration) => {
    for (const profile of Object.values(configuration.profiles)) {
      if (profile.id === id) profile.storage = storage
    }
  })
  await source.deleteAll(id)
}
