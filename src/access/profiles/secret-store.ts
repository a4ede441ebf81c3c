/** What a profile may keep secret; of an MCP server, all that it gets as one JSON document. */
export const secretNames = ['client-secret', 'refresh-token', 'access-token', 'token-cache', 'server-secrets'] as const
export type SecretName = (typeof secretNames)[number]

/**
 * Keeps the secrets of profiles, by the profile's id. Every method throws a NotAllowedError or UsageError when the
 * store cannot be used; a secret that is not there is never mistaken for a store that is closed.
 */
export interface SecretStore {
  get(profileId: string, name: SecretName): Promise<string | undefined>
  /** Replaces what was there. The value may not be empty. */
  set(profileId: string, name: SecretName, value: string): Promise<void>
  /** Does nothing when there is no such secret. */
  delete(profileId: string, name: SecretName): Promise<void>
  deleteAll(profileId: string): Promise<void>
  /** Throws when the store cannot be used, before anything is entrusted to it. */
  check(): Promise<void>
  /** Where the secrets live, for people. */
  describe(): string
}
