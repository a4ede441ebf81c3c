import { openSockets } from './keychain-line.js'
import { withPatience } from './keychain-patience.js'
import { callTrouble, loadTrouble } from './keychain-trouble.js'
import { type SecretName, type SecretStore, secretNames } from './secret-store.js'

type Keytar = typeof import('keytar')

/** The name that people see in their keychain. */
const service = 'logto-cli'

/** Secrets in the keychain of the operating system, which is loaded with the first of them that is needed. */
export class KeychainStore implements SecretStore {
  private opened: { keytar: Keytar; sockets: ReadonlySet<string> } | undefined

  get(profileId: string, name: SecretName): Promise<string | undefined> {
    return this.use(async (keytar) => {
      const value = await keytar.getPassword(service, account(profileId, name))
      if (value === null) await refuseIfLocked(keytar)
      return value ?? undefined
    })
  }

  set(profileId: string, name: SecretName, value: string): Promise<void> {
    return this.use((keytar) => keytar.setPassword(service, account(profileId, name), value))
  }

  delete(profileId: string, name: SecretName): Promise<void> {
    return this.remove(profileId, [name])
  }

  deleteAll(profileId: string): Promise<void> {
    return this.remove(profileId, secretNames)
  }

  check(): Promise<void> {
    return this.use(tryToWrite)
  }

  describe(): string {
    return 'the keychain'
  }

  private remove(profileId: string, names: readonly SecretName[]): Promise<void> {
    return this.use(async (keytar) => {
      let found = 0
      for (const name of names) {
        if (await keytar.deletePassword(service, account(profileId, name))) found += 1
      }
      if (found < names.length) await refuseIfLocked(keytar)
    })
  }

  private async use<T>(work: (keytar: Keytar) => Promise<T>): Promise<T> {
    this.opened ??= await open()
    const { keytar, sockets } = this.opened
    const translated = work(keytar).catch((error) => {
      throw callTrouble(error)
    })
    return withPatience(translated, sockets)
  }
}

async function open(): Promise<{ keytar: Keytar; sockets: ReadonlySet<string> }> {
  const sockets = openSockets()
  try {
    return { keytar: (await import('keytar')).default, sockets }
  } catch (error) {
    throw loadTrouble(error)
  }
}

/** libsecret finds nothing in a locked keychain, and deletes nothing, without a word. */
async function refuseIfLocked(keytar: Keytar): Promise<void> {
  if (process.platform === 'linux') await tryToWrite(keytar)
}

/** Only a write tells whether the keychain is open. */
async function tryToWrite(keytar: Keytar): Promise<void> {
  const trial = `trial-${process.pid}`
  await keytar.setPassword(service, trial, 'open')
  await keytar.deletePassword(service, trial)
}

function account(profileId: string, name: SecretName): string {
  return `${profileId}/${name}`
}
