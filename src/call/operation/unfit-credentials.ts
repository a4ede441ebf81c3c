import type { Tenant } from '../../access/auth/tenant.js'
import { NotAllowedError } from '../../base/errors.js'
import type { Authority } from '../facts/operation.js'

/**
 * Refuses, before anything is asked or sent, a tenant whose credentials are of the other kind: an end user's for the
 * Management API, or an application's for the commands that act for an end user. Throws a NotAllowedError.
 */
export function refuseUnfitCredentials(tenant: Tenant, authority: Authority): void {
  if (authority === 'user' && !tenant.user) throw noUser(tenant)
  if (authority === 'management' && !tenant.management) throw noManagement(tenant)
}

function noUser({ profile, endpoint }: Tenant): NotAllowedError {
  if (!profile) {
    return new NotAllowedError("this command acts for an end user, and there is no end user's token", {
      code: 'auth.no_user_token',
      hint: 'sign in as that user with `logto login --user`, or set LOGTO_USER_TOKEN to an opaque access token of theirs',
    })
  }
  return new NotAllowedError(`this command acts for an end user, and profile ${profile.name} is an administrator's`, {
    code: 'auth.no_user_token',
    hint: `choose an end user's profile with -p, or create one: logto login --user -p NAME --endpoint ${address(endpoint)}`,
  })
}

function noManagement({ profile, user, endpoint }: Tenant): NotAllowedError {
  if (profile) {
    return new NotAllowedError(`this command is for administrators, and profile ${profile.name} is an end user's`, {
      code: 'auth.no_credentials',
      hint: `choose an administrator's profile with -p, or create one: logto login -p NAME --endpoint ${address(endpoint)}`,
    })
  }
  return new NotAllowedError('there are no credentials for the Management API', {
    code: 'auth.no_credentials',
    hint: user
      ? "those given are an end user's: sign in with `logto login`, or set LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET"
      : 'sign in with `logto login`, or set LOGTO_CLIENT_ID and LOGTO_CLIENT_SECRET of a machine-to-machine application',
  })
}

function address({ href }: URL): string {
  return href.replace(/\/$/, '')
}
