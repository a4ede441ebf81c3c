import type { Profile } from './profile.js'

type Again = Pick<Profile, 'kind' | 'endpoint' | 'tokenUrl' | 'clientId' | 'userId'>

/**
 * The command that signs in again in the way that a profile was made. Scopes are left to what it asks for by itself.
 */
export function signInAgain(
  name: string,
  { kind, endpoint, tokenUrl, clientId = 'ID', userId = 'USER-ID' }: Again,
): string {
  switch (kind) {
    case 'impersonation':
      return `logto users impersonate ${userId} --client-id ${clientId} --save ${name}`
    case 'user':
    case 'user-token': {
      const token = kind === 'user-token' ? ' --personal-access-token-stdin' : ''
      return `logto login --user${token} --profile ${name} --endpoint ${endpoint} --client-id ${clientId}`
    }
    case 'device':
      return `logto login --device --profile ${name} --endpoint ${endpoint} --admin-endpoint ${new URL(tokenUrl).origin}`
    default:
      return `logto login --profile ${name}`
  }
}
