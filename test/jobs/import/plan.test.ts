import { describe, expect, it } from 'vitest'
import { widthOf } from '../../../src/call/output/text-width.js'
import { planText } from '../../../src/jobs/import/plan-text.js'
import { csv, understood } from './understood.js'

const people = csv(
  [
    'id',
    'username',
    'primary_email_address',
    'unverified_email_addresses',
    'password_digest',
    'password_hasher',
    'created_at',
  ],
  ['user_1', 'ana', 'ana@example.org', '', `$2b$10$${'a'.repeat(53)}`, 'bcrypt', '2024-01-01'],
  ['user_2', 'bo-b', 'bob@example.org', 'bob@example.org', '', '', '2024-01-01'],
  ['user_3', '', 'cy@example.org', 'cy@example.org', '$P$BDPkQ0GkyAc6oUCk8dxVoHMzLuTJ7S0', 'phpass', '2024-01-01'],
  ['user_4', '', 'ANA@example.org', '', '', '', '2024-01-01'],
)

const at80 = `4 rows of Clerk, found by its content
2 people to create
2 rows refused

Columns
  id                          → id                 4 rows
  username                    → username           2 rows
  primary_email_address       → primaryEmail       4 rows
  unverified_email_addresses  → primaryEmail       2 rows
  password_digest             → password           2 rows
  password_hasher             → password           2 rows
  created_at                  → no place in Logto  4 rows

Passwords
  1 with a password that Logto can check (Bcrypt 1)
  1 with one that Logto cannot check: it is phpass (iterated MD5)

Beside
  2 addresses that nobody has confirmed

Lost (keep with --keep-rest)
  2 × created_at

Good to know
  Logto refuses bcrypt for passwords of more than 72 bytes, which other
    systems cut: who has one must reset it.

Refused
  line 3  username  "bo-b" is no username for Logto: letters, digits and _, no
                    digit first
  line 5  ID        it has the e-mail address ana@example.org of line 2, and
                    another ID

To be chosen
  --unverified keep|drop|custom-data: 2 addresses are known to be unconfirmed,
    and Logto counts every address as confirmed: whoever has such an address
    could take over the account
`

describe('the plan in words', () => {
  it('fits 80 columns', async () => {
    const { plan } = await understood(people)
    expect(planText(plan, { width: 80, colour: false })).toBe(at80)
  })

  it('uses what a wider terminal has', async () => {
    const { plan } = await understood(people)
    const text = planText(plan, { width: 120, colour: false })
    expect(text).toContain(
      '  line 3  username  "bo-b" is no username for Logto: letters, digits and _, no digit first\n',
    )
    expect(Math.max(...text.split('\n').map((line) => widthOf(line)))).toBeLessThanOrEqual(120)
  })

  it('shows what --keep-rest keeps, and where', async () => {
    const { plan } = await understood(people, { wishes: { keepRest: true, unverified: 'keep', badUsername: 'drop' } })
    const text = planText(plan, { width: 80, colour: false })
    expect(text).toContain('created_at                  → customData.created_at')
    expect(text).toContain('Kept in customData\n  3 × created_at\n')
    expect(text).not.toContain('To be chosen')
  })

  it('counts the faults that it does not show, and keeps the terminal from what is in them', async () => {
    const rows = [...Array(60).keys()].map((i) => [`\u001b[31m${i}`])
    const { plan } = await understood(csv(['primaryEmail'], ...rows))
    const text = planText(plan, { width: 80, colour: false })
    expect(text).toContain('  and 40 more; by kind:\n  60 person.bad_email\n')
    expect(text).not.toContain('\u001b')
    expect(plan.faults).toMatchObject({ rows: 60, groups: [{ code: 'person.bad_email', rows: 60 }] })
    expect(plan.faults.groups[0]?.first).toHaveLength(5)
  })

  it('tells no password and no hash', async () => {
    const secret = 'abcdefSECRETghij'
    const rows = [
      ['a@example.org', '', `$2b$10$${secret}`, 'Bcrypt'],
      ['b@example.org', secret, '', ''],
      ['c@example.org', '', secret, ''],
    ]
    const { plan } = await understood(csv(['primaryEmail', 'password', 'passwordDigest', 'passwordAlgorithm'], ...rows))
    expect(JSON.stringify(plan) + planText(plan, { width: 120, colour: false })).not.toContain(secret)
  })
})
