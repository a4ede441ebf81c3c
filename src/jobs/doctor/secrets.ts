import { openStore } from '../../access/profiles/open-store.js'
import type { Patient } from './situation.js'
import type { Finding } from './step.js'

/**
 * Whether the place opens that keeps the profile's secrets. With credentials of the environment none is touched.
 * Throws a NotAllowedError that says why a keychain cannot be used, or why a file is not.
 */
export async function checkSecrets({ tenant }: Patient, env: NodeJS.ProcessEnv): Promise<Finding<void>> {
  const { profile } = tenant
  if (!profile) return { status: 'skipped', message: 'not needed: no profile is in force' }
  const { storage, id } = profile.facts
  const store = await openStore(storage, env)
  if (storage === 'file') {
    await store.get(id, 'client-secret')
    return { message: `not needed: the secrets are in ${store.describe()}, closed to others`, details: { storage } }
  }
  await store.check()
  return { message: 'it opens', details: { storage } }
}
