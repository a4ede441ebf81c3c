import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** What a provider has handed out (codes, tokens, sessions, grants …), in memory. */
export class Artifacts {
  readonly #rows = new Map<string, AdapterPayload>()

  /** The adapter that `oidc-provider` stores through; `clientOf` finds the metadata of applications that are kept elsewhere. */
  adapter(clientOf: (id: string) => AdapterPayload | undefined = () => undefined): AdapterFactory {
    return (model): Adapter => {
      const keyOf = (id: string) => `${model}:${id}`
      const one = (test: (payload: AdapterPayload) => boolean) => this.all(model).find(test)
      return {
        upsert: async (id, payload) => void this.#rows.set(keyOf(id), payload),
        find: async (id) => this.#rows.get(keyOf(id)) ?? (model === 'Client' ? clientOf(id) : undefined),
        findByUserCode: async (code) => one(({ userCode }) => userCode === code),
        findByUid: async (wanted) => one(({ uid }) => uid === wanted),
        consume: async (id) =>
          void Object.assign(this.#rows.get(keyOf(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) }),
        destroy: async (id) => void this.#rows.delete(keyOf(id)),
        revokeByGrantId: async (grantId) => this.remove((payload) => payload.grantId === grantId),
      }
    }
  }

  /** Everything of one model, such as `Session`. */
  all(model: string): AdapterPayload[] {
    return [...this.#rows].filter(([key]) => key.startsWith(`${model}:`)).map(([, payload]) => payload)
  }

  /** Removes whatever the test holds for, of any model. */
  remove(test: (payload: AdapterPayload) => boolean): void {
    for (const [key, payload] of this.#rows) if (test(payload)) this.#rows.delete(key)
  }
}
