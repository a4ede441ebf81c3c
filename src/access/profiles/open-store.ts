import { NotAllowedError } from '../../base/errors.js'
import { configFolder } from './config-folder.js'
import type { Storage } from './profile.js'
import type { SecretStore } from './secret-store.js'

/**
 * The store of that kind; the keychain itself is not touched yet. Throws a NotAllowedError for the keychain when
 * LOGTO_KEYCHAIN=off.
 */
export async function openStore(storage: Storage, env: NodeJS.ProcessEnv): Promise<SecretStore> {
  if (storage === 'file') {
    const { FileStore } = await import('./file-store.js')
    return new FileStore(configFolder(env))
  }
  if (env.LOGTO_KEYCHAIN === 'off') {
    throw new NotAllowedError('the keychain is turned off by LOGTO_KEYCHAIN', {
      code: 'keychain.off',
      hint: 'unset LOGTO_KEYCHAIN, or keep the secrets in a file with --storage file',
    })
  }
  const { KeychainStore } = await import('./keychain-store.js')
  return new KeychainStore()
}
