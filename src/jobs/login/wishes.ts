import type { Storage } from '../../access/profiles/profile.js'
import type { ProfileWishes } from './new-profile.js'

/** What the flags of `logto login` say. */
export interface LoginWishes extends ProfileWishes {
  endpoint: string | undefined
  adminEndpoint: string | undefined
  clientId: string | undefined
  resource: string | undefined
  scope: string | undefined
  device: boolean
  user: boolean
  createApp: string | undefined
  clientSecretStdin: boolean
  accessTokenStdin: boolean
  personalAccessTokenStdin: boolean
  noBrowser: boolean
  insecureHttp: boolean
}

/** The parsed flags of `logto login`. */
export function wishesOf(flags: Readonly<Record<string, unknown>>): LoginWishes {
  const text = (name: string) => flags[name] as string | undefined
  const is = (name: string) => flags[name] === true
  return {
    name: text('profile'),
    storage: text('storage') as Storage | undefined,
    readOnly: flags['read-only'] as boolean | undefined,
    protected: flags.protected as boolean | undefined,
    noInput: is('no-input'),
    endpoint: text('endpoint'),
    adminEndpoint: text('admin-endpoint'),
    clientId: text('client-id'),
    resource: text('resource'),
    scope: text('scope'),
    device: is('device'),
    user: is('user'),
    createApp: text('create-app'),
    clientSecretStdin: is('client-secret-stdin'),
    accessTokenStdin: is('access-token-stdin'),
    personalAccessTokenStdin: is('personal-access-token-stdin'),
    noBrowser: is('no-browser'),
    insecureHttp: is('insecure-http'),
  }
}
