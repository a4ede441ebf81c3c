import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** What a provider has handed out, in memory. */
export function memory(): AdapterFactory {
  const rows = new Map<string, AdapterPayload>()
  return (model): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`
    const search = (test: (payload: AdapterPayload) => boolean) =>
      [...rows].find(([key, payload]) => key.startsWith(`${model}:`) && test(payload))?.[1]
    return {
      upsert: async (id, payload) => void rows.set(keyOf(id), payload),
      find: async (id) => rows.get(keyOf(id)),
      findByUserCode: async (code) => search(({ userCode }) => userCode === code),
      findByUid: async (wanted) => search(({ uid }) => uid === wanted),
      consume: async (id) => void Object.assign(rows.get(keyOf(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) }),
      destroy: async (id) => void rows.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of rows) if (payload.grantId === grantId) rows.delete(key)
      },
    }
  }
}
