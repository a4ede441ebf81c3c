import { columns, type Identifier } from './identity/identifier.js'
import { legacyDigest } from './identity/legacy-passwords.js'
import { digestColumns, type PasswordHash, passwordColumns } from './identity/passwords.js'
import { giveDefaultRoles, refuseTaken, signOut, withNormalPhone } from './identity/people.js'
import { Refusal, ServerFault } from './refusal.js'
import type { Rules } from './rule.js'
import type { Row } from './store.js'
import type { Tenant } from './tenant.js'

/** What Logto checks of a new or changed account beside its schema, in Logto's order. */
export const userRules: Rules = {
  async beforehand(body) {
    return body.password === undefined ? body : { ...body, ...(await passwordColumns(String(body.password))) }
  },
  prepare(body, tenant, _, row) {
    if (row) {
      refuseTwins(tenant, body, ['email', 'phone', 'username'], row)
      return { ...withNormalPhone(body), updatedAt: Date.now() }
    }
    const { password, passwordDigest, passwordAlgorithm, ...rest } = body
    if (password && passwordDigest) throw refusal('password_and_digest', 'Give a password or a digest, not both.')
    if (passwordDigest && !passwordAlgorithm) {
      throw refusal('password_algorithm_required', 'A digest needs its algorithm.')
    }
    refuseTwins(tenant, rest, ['username', 'email', 'phone'])
    if (passwordAlgorithm === 'Legacy') legacyDigest(passwordDigest)
    const account = withNormalPhone(rest)
    if (!passwordDigest) return account
    return { ...account, ...digestColumns({ passwordDigest, passwordAlgorithm } as unknown as PasswordHash) }
  },
  made(row, _, tenant) {
    giveDefaultRoles(tenant, row)
    // The database counts characters, the check of the answer UTF-16 units: the account is made all the same.
    if (String(row.name ?? '').length > 128) throw new ServerFault()
  },
  beforeDelete: (row, tenant) => signOut(tenant, row),
}

function refuseTwins(tenant: Tenant, given: Row, types: readonly Identifier['type'][], self?: Row): void {
  for (const type of types) {
    const value = given[columns[type]]
    if (value) refuseTaken(tenant, { type, value: String(value) }, self)
  }
}

const refusal = (what: string, message: string) => new Refusal(400, `user.${what}`, message)
