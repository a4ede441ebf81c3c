import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigFile } from '../../../src/access/profiles/config-file.js'
import {
  moveSecrets,
  type OpenStore,
  removeProfile,
  renameProfile,
  storeProfile,
} from '../../../src/access/profiles/edit-profiles.js'
import { FileStore } from '../../../src/access/profiles/file-store.js'
import { openStore } from '../../../src/access/profiles/open-store.js'
import type { Profile } from '../../../src/access/profiles/profile.js'
import { sampleProfile } from './sample-profile.js'

let folder: string
let file: ConfigFile

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profiles-'))
  file = new ConfigFile({ LOGTO_CONFIG_DIR: folder })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const stores = { file: () => new FileStore(folder), keychain: () => new FileStore(join(folder, 'other')) }
/** Two file stores: what is tested is what goes where. The real keychain has tests of its own. */
const open: OpenStore = async (storage) => stores[storage]()
/** The keychain as it is where it is turned off. */
const openOff: OpenStore = (storage) => openStore(storage, { LOGTO_CONFIG_DIR: folder, LOGTO_KEYCHAIN: 'off' })

async function store(name: string, parts: Partial<Profile> = {}): Promise<Profile> {
  const profile = sampleProfile(parts)
  await storeProfile(file, open, {
    name,
    profile,
    secrets: { 'client-secret': `secret of ${name}`, 'refresh-token': 'r1' },
  })
  return profile
}

describe('storing', () => {
  it('makes the first profile the default, and no other', async () => {
    const work = await store('work')
    await store('home')
    expect(await file.read()).toMatchObject({ defaultProfile: 'work', profiles: { work, home: {} } })
    expect(await stores.file().get(work.id, 'client-secret')).toBe('secret of work')
    expect(await readFile(file.path, 'utf8')).not.toContain('secret of')
  })

  it('over another deletes the secrets of the one it replaces', async () => {
    const before = await store('work', { storage: 'keychain' })
    const after = await store('work')
    expect((await file.read()).profiles.work?.id).toBe(after.id)
    expect(await stores.keychain().get(before.id, 'client-secret')).toBeUndefined()
    expect(await stores.file().get(after.id, 'client-secret')).toBe('secret of work')
  })

  it('leaves no secrets behind when the configuration cannot be written', async () => {
    await writeFile(file.path, '{"version":2}')
    const profile = sampleProfile()
    const attempt = storeProfile(file, open, { name: 'work', profile, secrets: { 'client-secret': 'x' } })
    await expect(attempt).rejects.toMatchObject({ code: 'config.newer' })
    expect(await stores.file().get(profile.id, 'client-secret')).toBeUndefined()
  })

  it('refuses a bad name before anything is kept', async () => {
    await expect(store('-x')).rejects.toMatchObject({ code: 'config.bad_profile_name' })
    await expect(readFile(join(folder, 'credentials.json'))).rejects.toThrow('ENOENT')
  })
})

describe('renaming', () => {
  it('takes the secrets and the place as default along', async () => {
    const work = await store('work')
    await renameProfile(file, 'work', 'office')
    expect(await file.read()).toEqual({ version: 1, defaultProfile: 'office', profiles: { office: work } })
    expect(await stores.file().get(work.id, 'client-secret')).toBe('secret of work')
  })

  it('refuses a name that is taken, unknown or bad, and changes nothing', async () => {
    await store('work')
    await store('home')
    const before = await readFile(file.path, 'utf8')
    await expect(renameProfile(file, 'work', 'home')).rejects.toMatchObject({ code: 'config.profile_exists' })
    await expect(renameProfile(file, 'wrok', 'x')).rejects.toMatchObject({ code: 'config.unknown_profile' })
    await expect(renameProfile(file, 'work', '__proto__')).rejects.toMatchObject({ code: 'config.bad_profile_name' })
    expect(await readFile(file.path, 'utf8')).toBe(before)
  })
})

describe('removing', () => {
  it('deletes the secrets with the profile, and leaves the others', async () => {
    const work = await store('work')
    const home = await store('home')
    await removeProfile(file, open, 'work')
    expect(await file.read()).toEqual({ version: 1, profiles: { home } })
    expect(await readFile(join(folder, 'credentials.json'), 'utf8')).not.toContain(work.id)
    expect(await stores.file().get(home.id, 'client-secret')).toBe('secret of home')
  })

  it('keeps the profile when its secrets cannot be deleted, unless they are to stay', async () => {
    await store('work', { storage: 'keychain' })
    await expect(removeProfile(file, openOff, 'work')).rejects.toMatchObject({ code: 'keychain.off' })
    expect((await file.read()).profiles).toHaveProperty('work')
    await removeProfile(file, openOff, 'work', { keepSecrets: true })
    expect((await file.read()).profiles).toEqual({})
  })
})

describe('moving the secrets', () => {
  it.each([
    ['file', 'keychain'],
    ['keychain', 'file'],
  ] as const)('from %s to %s leaves none behind', async (from, to) => {
    const { id } = await store('work', { storage: from })
    await moveSecrets(file, open, 'work', to)
    expect((await file.read()).profiles.work?.storage).toBe(to)
    expect(await stores[to]().get(id, 'client-secret')).toBe('secret of work')
    expect(await stores[to]().get(id, 'refresh-token')).toBe('r1')
    expect(await stores[from]().get(id, 'client-secret')).toBeUndefined()
    await moveSecrets(file, open, 'work', to)
    expect(await stores[to]().get(id, 'client-secret')).toBe('secret of work')
  })

  it('to a store that is not there loses nothing', async () => {
    const { id } = await store('work')
    await expect(moveSecrets(file, openOff, 'work', 'keychain')).rejects.toMatchObject({ code: 'keychain.off' })
    expect((await file.read()).profiles.work?.storage).toBe('file')
    expect(await stores.file().get(id, 'client-secret')).toBe('secret of work')
  })
})
