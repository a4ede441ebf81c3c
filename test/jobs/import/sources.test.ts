/** One file of each source, made up: what is found, where it goes, what is left out and what is lost. */

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { csv, understood } from './understood.js'

const lines = (...values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')
const bcrypt = `$2b$10$${'abcdefghijklmnopqrstuv'}${'ABCDEFGHIJKLMNOPQRSTUVWXYZ01234'}`

describe('Auth0', () => {
  const row = {
    user_id: 'auth0|5f7c8ec7c33c6c004bbafe82',
    email: 'Rosa@Example.org',
    email_verified: true,
    name: 'Rosa@Example.org',
    given_name: 'Rosa',
    family_name: 'Díaz',
    blocked: true,
    identities: [{ provider: 'auth0', user_id: '5f7c8ec7c33c6c004bbafe82', isSocial: false }],
    app_metadata: { legacy: 12 },
    logins_count: 3,
  }

  it('is read from lines of JSON in gzip, and joined with its hashes by ID', async () => {
    const other = {
      ...row,
      user_id: 'auth0|600000000000000000000001',
      email: 'other@example.org',
      identities: [{ provider: 'auth0', user_id: '600000000000000000000001' }],
    }
    const hashes = lines(
      { _id: { $oid: '5f7c8ec7c33c6c004bbafe82' }, email: 'somebody.else@example.org', passwordHash: bcrypt },
      { _ID: { $oid: 'f'.repeat(24) }, passwordHash: bcrypt },
    )
    const { plan, people } = await understood(gzipSync(lines(row, other)), { hashes })
    expect(plan.source).toMatchObject({ name: 'auth0', isFound: true })
    expect(people[0]).toMatchObject({
      sourceId: 'auth0|5f7c8ec7c33c6c004bbafe82',
      creation: {
        primaryEmail: 'Rosa@Example.org',
        name: 'Rosa Díaz',
        profile: { givenName: 'Rosa', familyName: 'Díaz' },
        customData: { app_metadata: { legacy: 12 } },
      },
      password: { as: 'digest', algorithm: 'Bcrypt', digest: bcrypt },
      isSuspended: true,
      rest: { logins_count: 3 },
    })
    expect(people[1]?.password).toMatchObject({ as: 'impossible', code: 'not_in_hashes' })
    expect(plan.notes).toContain('1 hash of --hashes belongs to nobody in the file.')
  })

  it('is read from its CSV, whose texts have a guard before them', async () => {
    const text = csv(
      ['user_id', 'email', 'email_verified', 'name', 'created_at', 'user_metadata.lang', 'user_metadata.plan'],
      ["'facebook|1234567890", "'uma@example.org", 'false', "''Uma", '2024-01-01T00:00:00.000Z', "'007", ''],
    )
    const { people, plan } = await understood(text)
    expect(people[0]).toMatchObject({
      creation: { primaryEmail: 'uma@example.org', name: "'Uma", customData: { user_metadata: { lang: '007' } } },
      identities: { facebook: { userId: '1234567890' } },
      unverified: ['primaryEmail'],
    })
    expect(plan.rest).toEqual([{ what: 'created_at', people: 1 }])
  })

  it("is read from the extension's export, which has names of its own", async () => {
    const { people, plan } = await understood(
      lines({
        ...{ Id: 'google-oauth2|10001', 'Given Name': 'Ugo', 'Family Name': 'Po', Nickname: 'ugo', Name: 'Ugo Po' },
        ...{
          Email: 'ugo@example.org',
          'Email Verified': false,
          'Created At': '2024-01-01',
          Connection: 'google-oauth2',
        },
      }),
    )
    expect(plan.source.name).toBe('auth0')
    expect(people[0]).toMatchObject({
      sourceId: 'google-oauth2|10001',
      creation: { primaryEmail: 'ugo@example.org', name: 'Ugo Po', profile: { givenName: 'Ugo', nickname: 'ugo' } },
      identities: { google: { userId: '10001' } },
      unverified: ['primaryEmail'],
      from: { primaryEmail: 'Email' },
    })
    expect(plan.rest.map(({ what }) => what)).toEqual(['Created At', 'Connection'])
  })

  it('says where a hash is missing, and that the file of hashes is none of people', async () => {
    const { plan } = await understood(lines(row))
    expect(plan.passwords.impossible).toMatchObject([{ code: 'not_exported', people: 1 }])
    await expect(understood(lines({ _id: { $oid: 'a' }, passwordHash: bcrypt }))).rejects.toThrow('without the people')
    await expect(understood(lines(row), { hashes: lines({ email: 'x' }) })).rejects.toThrow('line 1 has no _id')
  })
})

describe('Firebase', () => {
  it("is read from the Admin SDK's records", async () => {
    const { people, plan } = await understood(
      JSON.stringify([
        {
          uid: 'u1',
          email: 'fia@example.org',
          emailVerified: true,
          disabled: false,
          photoURL: 'https://img.example.org/a',
          metadata: { creationTime: 'Mon' },
          customClaims: { role: 'x' },
          passwordHash: '_-8=',
          passwordSalt: '-_8=',
          providerData: [
            { providerId: 'password', uid: 'fia@example.org' },
            { providerId: 'microsoft.com', uid: 'ms-1' },
            { providerId: 'yahoo.com', uid: 'y-1' },
          ],
        },
        { uid: 'u2', providerData: [] },
      ]),
    )
    expect(plan.source.name).toBe('firebase')
    expect(people[0]).toMatchObject({
      creation: {
        primaryEmail: 'fia@example.org',
        avatar: 'https://img.example.org/a',
        customData: { customClaims: { role: 'x' } },
      },
      password: { as: 'impossible', code: 'firebase_parameters' },
      identities: { azuread: { userId: 'ms-1' } },
      rest: { providerData: [{ providerId: 'yahoo.com', uid: 'y-1' }] },
    })
    expect(plan.leftOut).toEqual([{ what: 'anonymous accounts', people: 1 }])
    expect(plan.notes.join()).toContain('azuread')
  })
})

describe("Firebase's CSV", () => {
  const row = (columns: number, cells: Record<number, string>) =>
    `${[...Array(columns).keys()].map((i) => cells[i] ?? '').join(',')},\n`
  const one = { 0: 'f1', 1: 'a@example.org', 2: 'true', 23: '1683000000000' }

  it('is read with the 29 columns of old releases', async () => {
    const { people, plan } = await understood(row(29, { ...one, 7: '77', 25: '+12025550100', 26: 'true', 28: 'a-1' }))
    expect(plan.source.name).toBe('firebase')
    expect(people[0]).toMatchObject({
      creation: { primaryPhone: '12025550100' },
      isSuspended: true,
      identities: { google: { userId: '77' }, apple: { userId: 'a-1' } },
    })
  })

  it('is put together where commas of two pictures shift it', async () => {
    const { people } = await understood(
      row(52, { ...one, 6: 'https://i.example/a,b,c', 19: '9', 22: 'https://i.example/d,e' }),
    )
    expect(people[0]?.creation.avatar).toBe('https://i.example/a,b,c')
    expect(people[0]?.identities.github?.details).toMatchObject({ avatar: 'https://i.example/d,e' })
  })

  it('is refused row by row where it cannot be told what was meant', async () => {
    const quotes = JSON.stringify({ a: 'b"' }).replaceAll(/(?<!\\)"/g, '""')
    const text = [
      row(52, one),
      row(52, { ...one, 0: 'f2', 5: '"never closed' }),
      row(52, { ...one, 0: 'f3', 1: 'c@example.org', 5: 'a,b' }),
      row(52, { ...one, 0: 'f4', 1: 'd@example.org', 27: `"${quotes}"` }),
    ].join('')
    const { faults, people } = await understood(text)
    expect(faults).toEqual(['2 rows.bad_quote', '3 rows.ragged'])
    expect(people[1]?.creation.customData).toEqual({ customAttributes: { a: 'b"' } })
  })
})

describe('Clerk', () => {
  it('keeps the primary address, and names those that have no place', async () => {
    const text = csv(
      [
        'id',
        'first_name',
        'username',
        'primary_email_address',
        'verified_email_addresses',
        'unverified_email_addresses',
        'totp_secret',
        'password_digest',
        'password_hasher',
      ],
      [
        'user_1',
        'Ola',
        'ola',
        'ola@example.org',
        'ola@example.org|ola@work.example.org',
        'ola@old.example.org',
        'JBSWY3DPEHPK3PXP',
        bcrypt,
        'bcrypt',
      ],
      ['user_2', '', '', '', '', 'pia@example.org', '', '', ''],
    )
    const { people, plan } = await understood(text)
    expect(people[0]).toMatchObject({
      creation: { primaryEmail: 'ola@example.org', username: 'ola', name: 'Ola' },
      totpSecret: 'JBSWY3DPEHPK3PXP',
      unverified: [],
      rest: { verified_email_addresses: ['ola@work.example.org'], unverified_email_addresses: ['ola@old.example.org'] },
    })
    expect(people[1]).toMatchObject({ creation: { primaryEmail: 'pia@example.org' }, unverified: ['primaryEmail'] })
    expect(plan.needs.map(({ flag }) => flag)).toEqual(['--unverified keep|drop|custom-data'])
  })
})

describe('Keycloak', () => {
  const user = {
    username: 'kai',
    enabled: false,
    createdTimestamp: 1,
    email: 'kai@example.org',
    emailVerified: false,
    realmRoles: ['default-roles-x', 'offline_access', 'editor'],
  }

  it('finds its people in a realm full of other lists', async () => {
    const realm = {
      realm: 'x',
      requiredActions: [{ alias: 'A' }],
      users: [
        {
          ...user,
          attributes: { locale: ['de'], team: ['a', 'b'] },
          clientRoles: { app: ['viewer'] },
          federatedIdentities: [
            { identityProvider: 'github', userId: '7' },
            { identityProvider: 'corp-saml', userId: 'k' },
          ],
          credentials: [
            {
              type: 'otp',
              secretData: '{"value":"12345678901234567890"}',
              credentialData: '{"subType":"totp","digits":6,"period":30,"algorithm":"HmacSHA1"}',
            },
            { type: 'webauthn', secretData: '{}', credentialData: '{}' },
          ],
        },
        { username: 'service-account-app', enabled: true, serviceAccountClientId: 'app', createdTimestamp: 1 },
      ],
      groups: [{ name: 'g' }],
      clients: [{ clientId: 'c' }],
    }
    const { people, plan } = await understood(JSON.stringify(realm, null, 2))
    expect(people[0]).toMatchObject({
      isSuspended: true,
      roles: ['editor'],
      unverified: ['primaryEmail'],
      creation: { profile: { locale: 'de' }, customData: { attributes: { team: ['a', 'b'] } } },
      // RFC 6238's key in base32
      totpSecret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      identities: { github: { userId: '7' } },
      rest: {
        clientRoles: { app: ['viewer'] },
        federatedIdentities: [{ identityProvider: 'corp-saml' }],
        credentials: [{ type: 'webauthn' }],
      },
    })
    expect(plan.leftOut).toEqual([{ what: 'service accounts', people: 1 }])
  })

  it('leaves out a username that is the address', async () => {
    const { people, plan } = await understood(JSON.stringify([{ ...user, username: 'KAI@example.org' }]))
    expect(people[0]?.creation.username).toBeUndefined()
    expect(plan.changes).toEqual([{ what: 'usernames left out that only repeat the e-mail address', people: 1 }])
  })
})

describe('Supabase', () => {
  const columns = [
    'instance_id',
    'id',
    'email',
    'encrypted_password',
    'email_confirmed_at',
    'raw_app_meta_data',
    'raw_user_meta_data',
    'phone',
    'banned_until',
    'deleted_at',
    'is_anonymous',
  ]
  const meta = JSON.stringify({ provider: 'github', providers: ['email', 'github'] })

  it('is read from the CSV of its table', async () => {
    const text = csv(
      columns,
      [
        '0',
        'a',
        'ada@example.org',
        bcrypt,
        '2024-01-01 00:00:00+00',
        meta,
        '{"sub":"99","full_name":"Ada","theme":"dark"}',
        '',
        '2030-01-01 00:00:00+00',
        '',
        'f',
      ],
      ['0', 'b', 'bea@example.org', '', '', '{}', '{}', '12025550188', '2020-01-01 00:00:00+00', '', 'false'],
      ['0', 'c', '', '', '', '{}', '{}', '', '', '', 't'],
      ['0', 'd', 'd@example.org', '', '', '{}', '{}', '', '', '2024-01-01 00:00:00+00', 'f'],
    )
    const { people, plan } = await understood(text)
    expect(plan.source.name).toBe('supabase')
    expect(people[0]).toMatchObject({
      creation: { name: 'Ada', customData: { user_metadata: { theme: 'dark' } } },
      identities: { github: { userId: '99' } },
      isSuspended: true,
      unverified: [],
    })
    expect(people[1]).toMatchObject({
      creation: { primaryPhone: '12025550188' },
      unverified: ['primaryEmail', 'primaryPhone'],
    })
    expect(people[1]?.isSuspended).toBeUndefined()
    expect(plan.leftOut.map(({ what }) => what)).toEqual(['anonymous accounts', 'deleted accounts'])
  })
})

describe('Cognito', () => {
  const user = (Username: string, attributes: Record<string, string>, more: object = {}) => ({
    ...{ Username, Enabled: true, UserStatus: 'CONFIRMED', ...more },
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  })

  it('is read from pages one behind the other, and says when there are more', async () => {
    const identities = JSON.stringify([
      { userId: 'abc', providerName: 'SignInWithApple', providerType: 'SignInWithApple', primary: 'true' },
    ])
    const pages = [
      {
        Users: [
          user('s-1', {
            sub: 's-1',
            email: 'cy@example.org',
            email_verified: 'true',
            'custom:tier': '0042',
            address: '{"formatted":"Weg 1","postal_code":"1234"}',
          }),
        ],
      },
      {
        Users: [
          user(
            'SignInWithApple_abc',
            { sub: 's-2', email: 'di@example.org', email_verified: 'false', identities },
            { UserStatus: 'EXTERNAL_PROVIDER' },
          ),
        ],
        PaginationToken: 'more',
      },
    ]
    const { people, plan } = await understood(pages.map((page) => `${JSON.stringify(page, null, 4)}\n`).join(''))
    expect(people).toMatchObject([
      {
        sourceId: 's-1',
        creation: { customData: { tier: '0042' }, profile: { address: { formatted: 'Weg 1', postalCode: '1234' } } },
        password: { as: 'none' },
      },
      { identities: { apple: { userId: 'abc' } }, unverified: ['primaryEmail'] },
    ])
    expect(people.map(({ creation }) => creation.username)).toEqual([undefined, undefined])
    expect(plan.notes[0]).toContain('one page of several')
  })

  it("is read from a pool's CSV", async () => {
    const { people } = await understood(
      csv(
        ['cognito:username', 'name', 'email', 'email_verified', 'sub', 'cognito:mfa_enabled'],
        ['cleo', 'Cleo', 'cleo@example.org', 'TRUE', 's-9', 'false'],
      ),
    )
    expect(people[0]).toMatchObject({
      sourceId: 's-9',
      creation: { username: 'cleo', primaryEmail: 'cleo@example.org' },
    })
  })
})

describe('Okta', () => {
  it('takes a number of a phone with its country code, and leaves another', async () => {
    const user = (login: string, mobilePhone: string, status = 'ACTIVE') => ({
      id: login,
      status,
      profile: { login, email: login, mobilePhone, department: 'R&D' },
      credentials: { provider: { type: 'OKTA' } },
      _links: {},
    })
    const { people, plan } = await understood(
      JSON.stringify([user('a@example.org', '+46-70-174-06-06'), user('b@example.org', '070-174 06 06', 'SUSPENDED')]),
    )
    expect(people[0]?.creation.primaryPhone).toBe('46701740606')
    expect(people[1]).toMatchObject({
      isSuspended: true,
      rest: { profile: { mobilePhone: '070-174 06 06', department: 'R&D' } },
    })
    expect(plan.rest).toEqual([
      { what: 'profile.department', people: 2 },
      { what: 'profile.mobilePhone', people: 1 },
    ])
  })
})

describe('others', () => {
  it('WorkOS', async () => {
    const data = [
      {
        object: 'user',
        id: 'user_1',
        email: 'wu@example.org',
        email_verified: false,
        first_name: 'Wu',
        last_name: null,
        metadata: { a: 'b' },
        external_id: 'e1',
      },
    ]
    const { people, plan } = await understood(
      JSON.stringify({ object: 'list', data, list_metadata: { before: null, after: null } }, null, 2),
    )
    expect(people[0]).toMatchObject({
      creation: { name: 'Wu', customData: { metadata: { a: 'b' }, external_id: 'e1' } },
      unverified: ['primaryEmail'],
    })
    expect(plan.notes[0]).not.toContain('page')
  })

  it('FusionAuth', async () => {
    const users = [
      {
        active: true,
        email: 'fu@example.org',
        username: 'fu',
        encryptionScheme: 'bcrypt',
        factor: 10,
        salt: bcrypt.slice(7, 29),
        password: bcrypt.slice(29),
        registrations: [{ roles: ['a'] }],
        birthDate: '1990-01-02',
      },
    ]
    const { people } = await understood(JSON.stringify({ users }))
    expect(people[0]).toMatchObject({
      password: { as: 'digest' },
      creation: { profile: { birthdate: '1990-01-02' } },
      rest: { registrations: [{ roles: ['a'] }] },
    })
  })

  it('Django', async () => {
    const text = csv(
      ['id', 'password', 'is_superuser', 'username', 'first_name', 'last_name', 'email', 'is_active', 'date_joined'],
      ['1', '!unusable', 'f', 'dja', 'Dj', 'A', 'dja@example.org', 'f', '2023-01-01'],
      ['2', `bcrypt_sha256$${bcrypt}`, 't', 'djb', '', '', 'djb@example.org', 't', '2023-01-01'],
    )
    const { people } = await understood(text)
    expect(people).toMatchObject([
      { password: { as: 'none' }, isSuspended: true, creation: { name: 'Dj A' } },
      { password: { as: 'impossible', code: 'bcrypt_sha256' } },
    ])
  })

  it('WordPress', async () => {
    const text = csv(
      ['ID', 'user_login', 'user_pass', 'user_nicename', 'user_email', 'user_url', 'display_name'],
      ['5', 'wp_one', `$wp${bcrypt}`, 'wp-one', 'wp@example.org', 'https://wp.example.org', 'Wp One'],
    )
    const { people } = await understood(text)
    expect(people[0]).toMatchObject({
      sourceId: '5',
      creation: { username: 'wp_one', name: 'Wp One', profile: { website: 'https://wp.example.org' } },
      password: { as: 'impossible' },
    })
  })

  it('Devise', async () => {
    const text = csv(
      ['id', 'email', 'encrypted_password', 'confirmed_at', 'unconfirmed_email', 'provider', 'uid', 'sign_in_count'],
      ['1', 'de@example.org', bcrypt, '', 'new@example.org', '', '', '3'],
      ['2', 'df@example.org', bcrypt, '2024-01-01', '', 'google_oauth2', '77', '0'],
    )
    const { people, plan } = await understood(text)
    expect(plan.source.name).toBe('devise')
    expect(people).toMatchObject([
      {
        unverified: ['primaryEmail'],
        password: { as: 'digest' },
        rest: { unconfirmed_email: 'new@example.org', sign_in_count: '3' },
      },
      { unverified: [], identities: { google: { userId: '77' } } },
    ])
    expect(plan.notes.join()).toContain('config.pepper')
  })

  it('ASP.NET Identity', async () => {
    const text = csv(
      [
        'Id',
        'UserName',
        'NormalizedUserName',
        'Email',
        'EmailConfirmed',
        'PasswordHash',
        'SecurityStamp',
        'PhoneNumber',
        'PhoneNumberConfirmed',
        'LockoutEnd',
      ],
      [
        '1',
        'asp@example.org',
        'ASP@EXAMPLE.ORG',
        'asp@example.org',
        'False',
        '',
        'S',
        '+447700900123',
        'True',
        '9999-12-31T23:59:59.999Z',
      ],
    )
    const { people } = await understood(text)
    expect(people[0]).toMatchObject({
      creation: { primaryPhone: '447700900123' },
      unverified: ['primaryEmail'],
      isSuspended: true,
      password: { as: 'none' },
    })
  })

  it('LDAP', async () => {
    const ldif = [
      ...[
        'version: 1',
        '# the first',
        '  and its rest',
        '',
        'dn: uid=la,ou=people,dc=example',
        'objectClass: inetOrgPerson',
        'objectClass: top',
        'UID: la',
      ],
      ...[
        'cn: La',
        ' ng',
        'mail: la@example.org',
        'mail: la2@example.org',
        `userPassword:: ${Buffer.from('{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=').toString('base64')}`,
      ],
      ...[
        'jpegPhoto:: /9j/4AAQ',
        '',
        '',
        'dn: ou=people,dc=example',
        'objectClass: organizationalUnit',
        'ou: people',
        '',
      ],
    ].join('\r\n')
    const { people, plan } = await understood(ldif)
    expect(people).toHaveLength(1)
    expect(people[0]).toMatchObject({
      creation: { username: 'la', name: 'Lang', primaryEmail: 'la@example.org' },
      password: { as: 'digest', algorithm: 'SHA1', digest: '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8' },
      rest: { 'mail (others)': ['la2@example.org'], jpegPhoto: '/9j/4AAQ' },
    })
    expect(plan.leftOut).toEqual([{ what: 'entries that are no persons', people: 1 }])
  })

  it('Logto: its own export, in JSON Lines, in YAML and in CSV with its three spellings', async () => {
    const row = {
      id: 'abc',
      primaryEmail: 'lo@example.org',
      name: null,
      primaryPhone: null,
      customData: { n: 1 },
      profile: {},
      identities: { google: { userId: '1', details: { a: 1 } } },
      isSuspended: true,
      hasPassword: true,
      createdAt: 1,
      roles: [{ id: 'r', name: 'editor' }],
      organizations: [{ name: 'Globex', roles: ['member'] }],
    }
    const { people, plan } = await understood(lines(row))
    expect(people[0]).toMatchObject({
      sourceId: 'abc',
      roles: ['editor'],
      organizations: [{ organization: 'Globex', roles: ['member'] }],
      isSuspended: true,
      identities: row.identities,
      password: { as: 'impossible', code: 'not_exported' },
    })
    expect(plan.rest).toEqual([])
    const yaml = await understood('- primaryEmail: ya@example.org\n  roles: [a, b]\n')
    expect(yaml.people[0]).toMatchObject({ roles: ['a', 'b'] })
    const text = csv(
      [
        'primary-email',
        'is_suspended',
        'custom-data.plan',
        'profile.address.country',
        'identities.github',
        'roles',
        'organizationRoles',
        'organizations',
      ],
      ['ce@example.org', 'TRUE', '007', 'NZ', '12', 'a;b', 'Globex:admin,member|Initech:member', '[{"name":"Hooli"}]'],
    )
    const cells = await understood(text)
    expect(cells.people[0]).toMatchObject({
      creation: {
        primaryEmail: 'ce@example.org',
        customData: { plan: '007' },
        profile: { address: { country: 'NZ' } },
      },
      isSuspended: true,
      identities: { github: { userId: '12' } },
      roles: ['a', 'b'],
      organizations: [
        { organization: 'Hooli', roles: [] },
        { organization: 'Globex', roles: ['admin', 'member'] },
        { organization: 'Initech', roles: ['member'] },
      ],
    })
  })

  it('reads UTF-16 with tabs, as a spreadsheet writes Unicode text', async () => {
    const text = 'primaryEmail\tname\r\nzoë@example.org\t"Zoë, ""Zed"""\r\n'
    const { people } = await understood(Buffer.from(`\ufeff${text}`, 'utf16le'))
    expect(people[0]?.creation).toMatchObject({ primaryEmail: 'zoë@example.org', name: 'Zoë, "Zed"' })
  })

  it('refuses what a spreadsheet has mangled', async () => {
    const text = csv(
      ['id', 'primaryEmail', 'primaryPhone', 'name'],
      ['1', 'a@example.org', '1.20256E+10', 'A'],
      ['4,93023E+11', 'b@example.org', '', 'B'],
      ['3', 'c@example.org', '', '#NAME?'],
    )
    expect((await understood(text)).faults).toEqual([
      '2 person.mangled_number',
      '3 person.mangled_number',
      '4 person.spreadsheet_error',
    ])
  })
})

describe('a source', () => {
  it('may be named, and is refused where the rows are of another', async () => {
    const rows = csv(['user_login', 'user_pass', 'user_email'], ['a', '', 'a@example.org'])
    expect((await understood(rows, { from: 'wordpress' })).plan.source).toMatchObject({ isFound: false })
    await expect(understood(rows, { from: 'django' })).rejects.toThrow('look like those of WordPress')
    await expect(understood(rows, { from: 'drupal' })).rejects.toThrow('drupal is no source')
  })

  it('that nothing tells is asked for', async () => {
    await expect(understood(csv(['E-Mail', 'Name'], ['a@example.org', 'A']))).rejects.toMatchObject({
      code: 'usage.unknown_source',
    })
    await expect(understood('a@example.org\nb@example.org\n')).rejects.toMatchObject({ code: 'usage.unknown_source' })
  })

  it('refuses what goes with another', async () => {
    await expect(understood(csv(['primaryEmail'], ['a@example.org']), { hashes: '' })).rejects.toThrow(
      '--hashes goes with --from auth0',
    )
  })
})
