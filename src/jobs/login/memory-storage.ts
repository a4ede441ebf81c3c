import type { TokenStorage } from '../../access/auth/token-storage.js'

/** A place for a token that lasts as long as the login: what is in it at the end goes into the profile's store. */
export interface MemoryStorage extends TokenStorage {
  readonly text: string | undefined
}

export function memoryStorage(text?: string): MemoryStorage {
  let held = text
  return {
    get text() {
      return held
    },
    read: async () => held,
    write: async (next) => {
      held = next
    },
    remove: async () => {
      held = undefined
    },
  }
}
