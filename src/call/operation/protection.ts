import type { Tenant } from '../../access/auth/tenant.js'
import { NotAllowedError } from '../../base/errors.js'

/**
 * Refuses a write where the profile or the project is read-only. Every source of the mark counts, and nothing turns it
 * off for one run: it guards against mistakes, not against someone who holds the credentials.
 */
export function refuseWrite({ readOnly, profile }: Pick<Tenant, 'readOnly' | 'profile'>): void {
  const [source] = readOnly
  if (source === undefined) return
  throw new NotAllowedError(`writing is switched off by ${readOnly.join(' and ')}`, {
    code: 'profile.read_only',
    hint:
      profile?.facts.readOnly === true
        ? `switch it on again with \`logto profiles set ${profile.name} --no-read-only\`, or use another profile`
        : 'take readOnly out of the project file, or work in another folder',
  })
}
