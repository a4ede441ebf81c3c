/** Beside LOGTO_ENDPOINT each of these makes the environment the source, even when half of a pair is missing. */
const credentialNames = [
  'LOGTO_ACCESS_TOKEN',
  'LOGTO_CLIENT_ID',
  'LOGTO_CLIENT_SECRET',
  'LOGTO_AUTH',
  'LOGTO_USER_TOKEN',
] as const

/** The first variable of the environment that holds a credential. */
export function environmentCredential(env: NodeJS.ProcessEnv): string | undefined {
  return credentialNames.find((name) => env[name])
}
