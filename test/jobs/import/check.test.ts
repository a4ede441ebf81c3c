import { describe, expect, it } from 'vitest'
import { Repeats } from '../../../src/jobs/import/check/repeats.js'
import { creationBody, logtoRow } from '../../../src/jobs/import/logto-row.js'
import { csv, understood } from './understood.js'

const lines = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const md5 = { passwordDigest: '5f4dcc3b5aa765d61d8327deb882cf99', passwordAlgorithm: 'MD5' }
/** Of a row behind one that is fine. */
const faultsOf = async (row: object) =>
  (await understood(lines({ primaryEmail: 'first@example.org' }, row))).faults.map((fault) => fault.replace(/^2 /, ''))

describe('what Logto would refuse', () => {
  it.each([
    ['an address without a dot', { primaryEmail: 'a@example' }, 'person.bad_email'],
    ['an address with a blank', { primaryEmail: 'a b@example.org' }, 'person.bad_email'],
    ['an address of 129 characters', { primaryEmail: `${'a'.repeat(117)}@example.org` }, 'person.email_too_long'],
    ['a national number', { primaryPhone: '0303123', ...md5 }, 'person.bad_phone'],
    ['a number with letters', { primaryPhone: '+1202555CALL' }, 'person.bad_phone'],
    ['a username with a hyphen', { username: 'a-b', ...md5 }, 'person.bad_username'],
    ['a username with a digit first', { username: '9a', ...md5 }, 'person.bad_username'],
    ['a username with an umlaut', { username: 'zoë', ...md5 }, 'person.bad_username'],
    ['a username of 129', { username: 'a'.repeat(129), ...md5 }, 'person.bad_username'],
    ['a name of 129', { primaryEmail: 'a@b.org', name: '🦊'.repeat(129) }, 'person.name_too_long'],
    ['a picture that is no URL', { primaryEmail: 'a@b.org', avatar: 'a.png' }, 'person.bad_avatar'],
    ['a profile with a number', { primaryEmail: 'a@b.org', profile: { givenName: 7 } }, 'person.not_text'],
    ['a profile with more', { primaryEmail: 'a@b.org', profile: { shoeSize: '7' } }, 'person.unknown_profile'],
    ['custom data that are a list', { primaryEmail: 'a@b.org', customData: [1] }, 'person.not_object'],
    ['suspended perhaps', { primaryEmail: 'a@b.org', isSuspended: 'perhaps' }, 'person.not_boolean'],
    ['an address that is an object', { primaryEmail: { a: 1 }, username: 'a', ...md5 }, 'person.not_text'],
    ['a digest without its algorithm', { primaryEmail: 'a@b.org', passwordDigest: 'x' }, 'person.bad_digest'],
    [
      'an algorithm that Logto lacks',
      { primaryEmail: 'a@b.org', ...md5, passwordAlgorithm: 'SHA512' },
      'person.bad_digest',
    ],
    [
      'upper-case hexadecimal',
      { primaryEmail: 'a@b.org', ...md5, passwordDigest: '5F4DCC3B5AA765D61D8327DEB882CF99' },
      'person.bad_digest',
    ],
    [
      'a digest behind a blank',
      { primaryEmail: 'a@b.org', ...md5, passwordDigest: ' 5f4dcc3b5aa765d61d8327deb882cf9' },
      'person.bad_digest',
    ],
    ['a password and a digest', { primaryEmail: 'a@b.org', ...md5, password: 'x' }, 'person.two_passwords'],
    ['a TOTP secret that is none', { primaryEmail: 'a@b.org', totpSecret: 'abc' }, 'person.bad_totp'],
    ['an identity without an ID', { primaryEmail: 'a@b.org', identities: { google: {} } }, 'person.bad_identity'],
    [
      'half a character in a name of custom data',
      { primaryEmail: 'a@b.org', customData: { 'x\ud800': 1 } },
      'person.lone_surrogate',
    ],
    ['NUL', { primaryEmail: 'a@b.org', name: 'a\0b' }, 'rows.nul'],
    ['a role that is a number', { primaryEmail: 'a@b.org', roles: [7] }, 'person.not_list'],
    [
      'organization roles without an organization',
      { primaryEmail: 'a@b.org', organizationRoles: 'admin' },
      'person.bad_organization_roles',
    ],
    ['nobody', { name: 'Nobody' }, 'person.no_sign_in'],
    ['a username alone', { username: 'alone' }, 'person.no_sign_in'],
    ['nothing', {}, 'person.empty_row'],
  ])('%s is a fault of its row', async (_, row, code) => {
    expect(await faultsOf(row)).toEqual([code])
  })

  it('is not more than Logto refuses', async () => {
    const fine = [
      { primaryEmail: 'a@b.org' },
      { primaryPhone: '+61 0491 570 156' },
      { username: '_a9', ...md5 },
      { username: 'plain', password: 'x' },
      { identities: { github: { userId: '1' } } },
      { primaryEmail: 'b@c.org', name: '🦊'.repeat(128), avatar: '', profile: { birthdate: '1990-02-29' } },
      { primaryEmail: 'c@d.org', name: '=) smile', customData: { formula: '=SUM(A1)' } },
    ]
    const { faults, people } = await understood(lines(...fine))
    expect(faults).toEqual([])
    expect(people[1]?.creation.primaryPhone).toBe('61491570156')
    expect(people[5] && creationBody(people[5])).not.toHaveProperty('avatar')
  })
})

describe('choices', () => {
  const bad = { primaryEmail: 'a@b.org', username: 'a-b' }

  it('of a username that Logto refuses', async () => {
    expect(
      (await understood(lines(bad), { wishes: { badUsername: 'drop' } })).people[0]?.creation.username,
    ).toBeUndefined()
    const kept = await understood(lines(bad), { wishes: { badUsername: 'custom-data' } })
    expect(kept.people[0]?.creation.customData).toEqual({ username: 'a-b' })
    expect(kept.plan.changes).toEqual([{ what: 'usernames kept in customData that Logto refuses', people: 1 }])
    const taken = await understood(lines({ ...bad, customData: { username: 'x' } }), {
      wishes: { badUsername: 'custom-data' },
    })
    expect(taken.faults).toEqual(['1 person.custom_data_taken'])
  })

  it('of a damaged digest', async () => {
    const { people, plan } = await understood(lines({ primaryEmail: 'a@b.org', passwordDigest: 'x' }), {
      wishes: { badDigest: 'drop' },
    })
    expect(people[0]?.password).toEqual({ as: 'none' })
    expect(plan.changes).toEqual([{ what: 'damaged hashes dropped', people: 1 }])
  })

  it('of addresses that nobody has confirmed', async () => {
    const rows = lines({
      primaryEmail: 'a@b.org',
      emailVerified: false,
      primaryPhone: '12025550123',
      phoneVerified: true,
    })
    expect((await understood(rows)).plan.needs).toHaveLength(1)
    const kept = await understood(rows, { wishes: { unverified: 'keep' } })
    expect(kept.plan.needs).toEqual([])
    expect(kept.people[0]?.creation.primaryEmail).toBe('a@b.org')
    expect(
      (await understood(rows, { wishes: { unverified: 'drop' } })).people[0]?.creation.primaryEmail,
    ).toBeUndefined()
    const moved = await understood(rows, { wishes: { unverified: 'custom-data' } })
    expect(moved.people[0]?.creation).toMatchObject({
      customData: { unverifiedEmail: 'a@b.org' },
      primaryPhone: '12025550123',
    })
    const alone = await understood(lines({ primaryEmail: 'a@b.org', emailVerified: false }), {
      wishes: { unverified: 'drop' },
    })
    expect(alone.faults).toEqual(['1 person.no_sign_in'])
  })

  it('of what has no place in Logto', async () => {
    const row = { primaryEmail: 'a@b.org', shoe: 41, tags: ['a'], empty: null }
    const { plan } = await understood(lines(row))
    expect(plan.rest).toEqual([
      { what: 'shoe', people: 1 },
      { what: 'tags', people: 1 },
    ])
    const kept = await understood(lines(row), { wishes: { keepRest: true } })
    expect(kept.people[0]?.creation.customData).toEqual({ shoe: 41, tags: ['a'] })
  })

  it('of roles and organizations for everybody', async () => {
    const { people } = await understood(lines({ primaryEmail: 'a@b.org', roles: 'x' }), {
      wishes: { roles: ['x', 'y'], organizations: ['Globex'] },
    })
    expect(people[0]).toMatchObject({ roles: ['x', 'y'], organizations: [{ organization: 'Globex', roles: [] }] })
  })
})

describe('lines of one person', () => {
  const text = (...rows: readonly (readonly string[])[]) =>
    csv(
      ['primaryEmail', 'username', 'name', 'passwordDigest', 'passwordAlgorithm', 'roles', 'organizationRoles'],
      ...rows,
    )

  it('are joined, wherever they stand', async () => {
    const { people, plan, all } = await understood(
      text(
        ['a@b.org', '', 'Ann', '', '', 'r1', 'One:x'],
        ['c@d.org', '', '', '', '', '', ''],
        ['a@b.org', 'ann', '', md5.passwordDigest, 'MD5', 'r2|r1', 'One:y|Two:z'],
      ),
    )
    expect(people[0]).toMatchObject({
      creation: { primaryEmail: 'a@b.org', username: 'ann', name: 'Ann' },
      password: { as: 'digest' },
      roles: ['r1', 'r2'],
      organizations: [
        { organization: 'One', roles: ['x', 'y'] },
        { organization: 'Two', roles: ['z'] },
      ],
    })
    expect(all.map(({ numbers, lines: at, rows }) => [numbers, at, rows.length])).toEqual([
      [[1, 3], [2, 4], 2],
      [[2], [3], 1],
    ])
    expect(plan).toMatchObject({ rows: 3, people: 2, joined: 1 })
  })

  it('that contradict each other are a fault of the later one', async () => {
    const { all, plan } = await understood(
      text(
        ['a@b.org', '', 'Ann', '', '', '', ''],
        ['a@b.org', '', 'Bob', '', '', '', ''],
        ['A@b.org', '', 'Ann', '', '', '', ''],
      ),
    )
    expect(all.flatMap(({ faults }) => faults)).toMatchObject([
      {
        line: 3,
        code: 'person.doubled',
        column: 'name',
        message: 'it has the e-mail address a@b.org of line 2, and another name',
      },
      { line: 4, code: 'person.doubled', column: 'primaryEmail' },
    ])
    expect(plan).toMatchObject({ people: 1, refusedRows: 2 })
  })

  it('that have identifiers of two persons belong to neither', async () => {
    const two = { wishes: {} }
    const { faults, people } = await understood(
      lines({ primaryEmail: 'a@b.org' }, { username: 'bob', ...md5 }, { primaryEmail: 'a@b.org', username: 'bob' }),
      two,
    )
    expect(faults).toEqual(['3 person.doubled'])
    expect(people.map(({ creation }) => [creation.primaryEmail, creation.username])).toEqual([
      ['a@b.org', undefined],
      [undefined, 'bob'],
    ])
  })

  it('are refused together: nobody is made without a part of what the file says', async () => {
    const { plan, all } = await understood(
      text(['a@b.org', '', '', '', '', 'r1', ''], ['a@b.org', 'a-b', '', '', '', 'r2', '']),
    )
    expect(plan).toMatchObject({ people: 0, refusedRows: 2 })
    expect(all[0]).toMatchObject({ lines: [2, 3], faults: [{ line: 3, code: 'person.bad_username' }] })
  })

  it('are known by telephone numbers that Logto stores alike, by identities and by IDs', async () => {
    const { faults } = await understood(
      lines(
        { id: '1', primaryPhone: '61491570156', identities: { google: { userId: 'g' } } },
        { id: '2', primaryPhone: '610491570156' },
        { id: '3', identities: { google: { userId: 'g' } } },
        { id: '1', primaryEmail: 'x@y.org', name: 'X' },
      ),
    )
    // The last one adds to the first: one ID, and nothing that contradicts it.
    expect(faults).toEqual(['2 person.doubled', '3 person.doubled'])
  })
})

describe('a person as a row with Logto’s names', () => {
  it('is read again as the same person', async () => {
    const rows = lines({
      id: 'x',
      primaryEmail: 'a@b.org',
      emailVerified: false,
      ...md5,
      profile: { address: { country: 'NZ' } },
      customData: { n: 1 },
      isSuspended: true,
      roles: ['a|b', 'c'],
      organizations: [{ name: 'G', roles: ['m'] }],
      identities: { x: { userId: '1' } },
      totpSecret: 'JBSWY3DPEHPK3PXP',
    })
    const [first] = (await understood(rows)).people
    const [second] = (await understood(lines(first && logtoRow(first)))).people
    expect(second).toEqual(first)
    expect(first?.roles).toEqual(['a|b', 'c'])
  })
})

describe('rows of one person', () => {
  it('lead to the first row of a person and to its last', () => {
    const repeats = new Repeats()
    for (const [row, earlier] of [
      [3, 1],
      [5, 3],
      [6, 2],
      [9, 5],
    ] as const)
      repeats.add(row, earlier)
    repeats.close()
    expect([3, 5, 6, 9, 1, 4].map((row) => repeats.firstOf(row))).toEqual([1, 1, 2, 1, undefined, undefined])
    expect([1, 2, 3].map((row) => repeats.lastOf(row))).toEqual([9, 6, undefined])
  })
})
