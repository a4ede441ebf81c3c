import { ConfigFile } from '../../access/profiles/config-file.js'
import { storeProfile } from '../../access/profiles/edit-profiles.js'
import { openStore } from '../../access/profiles/open-store.js'
import { checkProfileName, newProfileId, type Profile, type Storage } from '../../access/profiles/profile.js'
import type { SecretName } from '../../access/profiles/secret-store.js'
import { UsageError } from '../../base/errors.js'
import { askYes, canAsk } from '../../call/operation/questions.js'
import type { Streams } from '../../call/output/streams.js'

/** What the flags of a login say about the profile it makes. */
export interface ProfileWishes {
  name: string | undefined
  storage: Storage | undefined
  readOnly: boolean | undefined
  protected: boolean | undefined
  noInput: boolean
  /** False for one that nobody may come to use without naming it. */
  mayBeDefault?: boolean
}

/** What a login has found out. */
export type SignedIn = Pick<Profile, 'kind' | 'endpoint' | 'tokenUrl'> &
  Partial<Pick<Profile, 'clientId' | 'resource' | 'scope' | 'insecureHttp' | 'expiresAt'>>

/** Where the secrets of a login will be kept, decided before anything is asked of the server. */
export interface Keeping {
  storage: Storage
  /** The profile's id: the key of its secrets. */
  id: string
}

/**
 * Decides where the secrets go and makes sure that they can be kept there. Without a keychain a person is offered a
 * file; a script must ask for it with `--storage file`. Throws the keychain's NotAllowedError otherwise.
 */
export async function prepareKeeping(
  { storage, noInput }: Pick<ProfileWishes, 'storage' | 'noInput'>,
  streams: Streams,
): Promise<Keeping> {
  const id = newProfileId()
  try {
    await (await openStore(storage ?? 'keychain', process.env)).check()
    return { storage: storage ?? 'keychain', id }
  } catch (error) {
    if (storage !== undefined || !canAsk(noInput) || !(error instanceof Error)) throw error
    await streams.err(error.message)
    if ('hint' in error && typeof error.hint === 'string') await streams.err(error.hint)
    if (!(await askYes('Keep the secrets in a file that only you can read?', noInput))) throw error
    await (await openStore('file', process.env)).check()
    return { storage: 'file', id }
  }
}

/** Stores a login as {@link storeLogin} does, and says so. */
export async function keepProfile(
  signedIn: SignedIn,
  secrets: Partial<Record<SecretName, string>>,
  keeping: Keeping,
  wishes: ProfileWishes,
  streams: Streams,
): Promise<void> {
  const name = await storeLogin(signedIn, secrets, keeping, wishes)
  const { defaultProfile } = await new ConfigFile(process.env).read()
  const isDefault = defaultProfile === name
  await streams.err(`signed in to ${signedIn.endpoint} as profile ${name}${isDefault ? ', the default one' : ''}`)
  if (!isDefault) await streams.err(`use it with --profile ${name}, or make it the default: logto profiles use ${name}`)
}

/** Stores the profile with its secrets and gives its name. A profile of that name is replaced; its guards stay unless the flags say otherwise. */
export async function storeLogin(
  signedIn: SignedIn,
  secrets: Partial<Record<SecretName, string>>,
  { storage, id }: Keeping,
  wishes: ProfileWishes,
): Promise<string> {
  const file = new ConfigFile(process.env)
  const { name, former } = await refuseUnfitName(wishes, new URL(signedIn.endpoint))
  const profile: Profile = {
    ...signedIn,
    id,
    storage,
    createdAt: new Date().toISOString(),
    ...((wishes.readOnly ?? former?.readOnly) ? { readOnly: true as const } : {}),
    ...((wishes.protected ?? former?.protected) ? { protected: true as const } : {}),
  }
  await storeProfile(file, (kind) => openStore(kind, process.env), {
    name,
    profile,
    secrets,
    ...(wishes.mayBeDefault === undefined ? {} : { mayBeDefault: wishes.mayBeDefault }),
  })
  return name
}

/**
 * The name that a profile at the endpoint will have, and the profile that it replaces. Throws a UsageError for a name
 * that cannot be one, and when a name that nobody gave is another tenant's already.
 */
export async function refuseUnfitName(
  wishes: Pick<ProfileWishes, 'name'>,
  endpoint: URL,
): Promise<{ name: string; former: Profile | undefined }> {
  const address = endpoint.href.replace(/\/$/, '')
  const name = checkProfileName(wishes.name ?? nameFor(address), '--profile')
  const { profiles } = await new ConfigFile(process.env).read()
  const former = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (former && wishes.name === undefined && former.endpoint !== address) {
    throw new UsageError(`there is a profile ${name} for another tenant, ${former.endpoint}`, {
      code: 'config.profile_exists',
      hint: 'give this one a name with --profile',
    })
  }
  return { name, former }
}

/** A name from the address: the tenant id on Logto Cloud, else the host. */
function nameFor(endpoint: string): string {
  const { hostname } = new URL(endpoint)
  const [first = 'default'] = hostname.split('.')
  if (hostname.endsWith('.logto.app')) return first
  return (
    hostname
      .replace(/[^A-Za-z0-9._-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 64) || 'default'
  )
}
