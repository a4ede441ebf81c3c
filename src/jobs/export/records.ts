import { isPlainObject } from '../../base/value-path.js'
import type { Operations } from '../bulk/run/operations.js'

/** What is asked person by person, and is a record alone: Logto lets nobody write it back. */
export const recordNames = ['mfa', 'sso-identities'] as const
export type Records = (typeof recordNames)[number]

/** The property that a record is in. */
export const recordColumns: Readonly<Record<Records, string>> = { mfa: 'mfa', 'sso-identities': 'ssoIdentities' }

/** Reads a record of one person. Throws what the command would. */
export const readRecords: Readonly<Record<Records, (id: string, operations: Operations) => Promise<unknown>>> = {
  mfa: (id, operations) => operations.call('users list-mfa-verifications', { args: { 'user-id': id } }),
  'sso-identities': async (id, operations) => {
    const flags = { 'include-sso-identities': true }
    const user = await operations.call('users get', { args: { 'user-id': id }, flags })
    return isPlainObject(user) ? (user.ssoIdentities ?? []) : []
  },
}
