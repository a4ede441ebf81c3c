import { describe, expect, it } from 'vitest'
import { csv, understood } from './understood.js'

const text = csv(
  ['E-Mail', 'Vorname', 'Nr', 'Passwort', 'Gruppen', 'Bestätigt', 'Rest'],
  ['jo@example.org', 'Jo', '0042', `pbkdf2:sha256:7$salz$${'ab'.repeat(32)}`, 'a|b', 'nein', 'x'],
  ['ka@example.org', 'Ka', '', '', '', '', ''],
)

describe('a mapping', () => {
  it('understands any columns', async () => {
    const map = [
      'primaryEmail: E-Mail',
      'profile.givenName: Vorname',
      'name: Vorname',
      'id: Nr',
      'passwordDigest: Passwort',
      'roles: Gruppen',
      'customData.crm.number: Nr',
    ].join('\n')
    const { people, plan } = await understood(text, { map })
    expect(people[0]).toMatchObject({
      sourceId: '0042',
      creation: {
        primaryEmail: 'jo@example.org',
        name: 'Jo',
        profile: { givenName: 'Jo' },
        customData: { crm: { number: '0042' } },
      },
      password: { as: 'digest', algorithm: 'Legacy' },
      roles: ['a', 'b'],
    })
    expect(plan.columns).toContainEqual({ column: 'Vorname', targets: ['profile.givenName', 'name'], rows: 2 })
    expect(plan.rest.map(({ what }) => what)).toEqual(['Bestätigt', 'Rest'])
  })

  it('adds to a source, takes the place of what it put, and takes away', async () => {
    const row = {
      user_id: 'auth0|1',
      email: 'a@example.org',
      email_verified: false,
      name: 'A',
      nickname: 'n',
      identities: [],
      app_metadata: { roles: ['x', 'y'], tel: '+1 202 555 0123', big: 1 },
    }
    const json = JSON.stringify(row).replace('"big":1', '"big":12345678901234567890')
    const map =
      'roles: app_metadata.roles\nprimaryPhone: app_metadata.tel\nname: "join(\' \', [nickname, email])"\nprofile.nickname: null\ncustomData.big: app_metadata.big\nemailVerified: "`true`"\n'
    const { people, plan, faults } = await understood(`${json}\n`, { map })
    expect(faults).toEqual([])
    expect(people[0]).toMatchObject({
      creation: {
        name: 'n a@example.org',
        primaryPhone: '12025550123',
        customData: { big: 12345678901234567890n },
      },
      roles: ['x', 'y'],
      unverified: [],
    })
    expect(people[0]?.creation.profile).toEqual({})
    expect(plan.needs).toEqual([])
  })

  it('may say that an address is not confirmed', async () => {
    const { people } = await understood(csv(['mail', 'ok'], ['a@example.org', 'f']), {
      map: 'primaryEmail: mail\nemailVerified: ok\n',
    })
    expect(people[0]?.unverified).toEqual(['primaryEmail'])
  })

  it.each([
    ['primaryEmial: E-Mail', 'primaryEmial is no target'],
    ['primaryEmail: EMail', 'the input has no column EMail'],
    ['primaryEmail: [a', 'this is no YAML'],
    ['primaryEmail: 7', 'name a column'],
    ['- a', 'no object'],
    ['', 'no object'],
    ['primaryEmail: "a[?"', 'primaryEmail:'],
  ])('%j is refused', async (map, why) => {
    await expect(understood(text, { map })).rejects.toThrow(why)
  })
})
