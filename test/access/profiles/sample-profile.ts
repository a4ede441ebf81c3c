import { newProfileId, type Profile } from '../../../src/access/profiles/profile.js'

/** A sound profile. */
export function sampleProfile(parts: Partial<Profile> = {}): Profile {
  return {
    id: newProfileId(),
    endpoint: 'https://acme.logto.app',
    tokenUrl: 'https://acme.logto.app/oidc/token',
    kind: 'client',
    clientId: 'app1',
    storage: 'file',
    createdAt: '2026-01-02T03:04:05.000Z',
    ...parts,
  }
}
