import type { Tenant } from '../../access/auth/tenant.js'

/** A tenant as people are told of it: `profile work (https://acme.logto.app)`, or its address alone. */
export function tenantName({ profile, endpoint }: Tenant): string {
  return profile ? `profile ${profile.name} (${endpoint.origin})` : endpoint.origin
}

/** `-p NAME` for a command that a hint names, where the profile in force was chosen by `--profile`. */
export function usedProfile({ profile }: Tenant): string {
  return profile?.from === '--profile' ? ` -p ${profile.name}` : ''
}
