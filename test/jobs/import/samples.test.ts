/** The program against files of people from elsewhere, which are not part of it: skipped where they are not there. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { referenceFolder } from '../../openapi/reference.js'
import { type Given, type Understood, understoodFile } from './understood.js'
import { verifies } from './verifies.js'

const folder = join(referenceFolder, 'samples', 'users')
const hasSamples = existsSync(join(folder, 'EXPECTED.jsonl'))

const hashes = join(folder, 'auth0-password-hashes.ndjson')
const firebaseParams = join(folder, 'firebase-hash-parameters.txt')
const drop: Given['wishes'] = { badUsername: 'drop', unverified: 'keep' }

const beside: Readonly<Record<string, Given>> = {
  'auth0-export.ndjson': { hashes },
  'firebase-export.json': { firebaseParams },
  'firebase-export.csv': { firebaseParams },
}

const sample = (file: string, given: Given = {}) => understoodFile(join(folder, file), { ...beside[file], ...given })

interface Expected {
  file: string
  key: string
  password: string
  passwordAlgorithm: string | null
  passwordDigest: string | null
}

function expected(): Expected[] {
  return readFileSync(join(folder, 'EXPECTED.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Expected)
}

/** A person of a sample by ID, address or username, as it stands in the source. */
function personOf({ all }: Understood, key: string) {
  const found = all.find(({ person: { sourceId, creation, from, rest } }) => {
    const names = [sourceId, creation.primaryEmail, creation.username, creation.customData.username]
    return names.includes(key) || Object.values(rest).includes(key) || Object.keys(from).includes(key)
  })
  return found?.person
}

describe.skipIf(!hasSamples)(`samples${hasSamples ? '' : ' (skipped: no samples here)'}`, () => {
  it('have each digest exactly as Logto must be given it, and it verifies', { timeout: 120_000 }, async () => {
    const files = new Map<string, Understood>()
    const wrong: string[] = []
    let digests = 0
    let impossible = 0
    for (const { file, key, password, passwordAlgorithm, passwordDigest } of expected()) {
      const wishes: Given['wishes'] = { scryptAsFirebase: true, badUsername: 'custom-data', unverified: 'keep' }
      const known = files.get(file) ?? (await sample(file, { wishes }))
      files.set(file, known)
      const outcome = personOf(known, key)?.password
      if (passwordDigest === null || passwordAlgorithm === null) {
        impossible += 1
        const isNamed = outcome?.as === 'impossible' || (outcome?.as === 'none' && key === 'dj11')
        if (!isNamed) wrong.push(`${file} ${key}: ${JSON.stringify(outcome)}`)
        continue
      }
      digests += 1
      const isExact =
        outcome?.as === 'digest' && outcome.digest === passwordDigest && outcome.algorithm === passwordAlgorithm
      if (!isExact) wrong.push(`${file} ${key}: ${JSON.stringify(outcome)}`)
      else if (!(await verifies(outcome.algorithm, outcome.digest, password))) wrong.push(`${key} does not verify`)
      else if (await verifies(outcome.algorithm, outcome.digest, `${password}x`))
        wrong.push(`${key} takes any password`)
    }
    expect(wrong).toEqual([])
    expect({ digests, impossible }).toEqual({ digests: 65, impossible: 18 })
  })

  it('have scrypt refused with the flag that carries it', async () => {
    for (const file of ['auth0-import.json', 'django-auth_user.csv']) {
      const { plan } = await sample(file, { wishes: drop })
      expect(plan.passwords.impossible.map(({ code, what }) => `${code}: ${what}`)).toContain(
        'scrypt: it is scrypt, which Logto can carry with --scrypt-as-firebase',
      )
    }
  })

  const findings: [file: string, given: Given, found: Record<string, unknown>][] = [
    [
      'auth0-export.ndjson',
      {},
      {
        source: 'auth0',
        people: 6,
        faults: ['2 person.bad_username', '6 person.doubled', '9 person.bad_username'],
        unverified: 2,
        suspended: 1,
        identities: ['google', 'github', 'apple'],
        needs: ['--unverified keep|drop|custom-data'],
      },
    ],
    ['auth0-export.csv', {}, { source: 'auth0', people: 4, faults: [], unverified: 1, identities: ['google'] }],
    [
      'auth0-import.json',
      {},
      { source: 'auth0', people: 12, faults: [], totp: 1, suspended: 1, rest: ['mfa_factors'], impossible: 6 },
    ],
    [
      'firebase-export.json',
      {},
      {
        source: 'firebase',
        people: 7,
        leftOut: ['anonymous accounts'],
        faults: ['113 person.doubled'],
        identities: ['google', 'github', 'apple', 'facebook'],
        suspended: 1,
        rest: ['createdAt', 'lastSignedInAt', 'mfaInfo'],
      },
    ],
    [
      'firebase-export.csv',
      {},
      {
        source: 'firebase',
        people: 7,
        leftOut: ['anonymous accounts'],
        faults: ['11 person.doubled'],
        identities: ['google', 'facebook', 'github', 'apple'],
        suspended: 1,
      },
    ],
    [
      'clerk-export.csv',
      {},
      { source: 'clerk', people: 6, faults: ['4 person.bad_username', '9 person.no_sign_in'], unverified: 1, totp: 1 },
    ],
    [
      'cognito-list-users.json',
      {},
      {
        source: 'cognito',
        people: 5,
        faults: ['162 person.doubled'],
        unverified: 3,
        suspended: 1,
        isPartial: true,
        digests: 0,
      },
    ],
    [
      'keycloak-realm.json',
      {},
      {
        source: 'keycloak',
        people: 7,
        leftOut: ['service accounts'],
        faults: ['206 person.bad_username'],
        totp: 1,
        roles: ['admin'],
        rest: ['createdTimestamp', 'groups', 'clientRoles'],
        impossible: 2,
      },
    ],
    ['okta-users.json', {}, { source: 'okta', people: 7, faults: [], suspended: 2, impossible: 1 }],
    [
      'supabase-users.json',
      {},
      {
        source: 'supabase',
        people: 5,
        leftOut: ['anonymous accounts', 'deleted accounts'],
        faults: [],
        unverified: 1,
        suspended: 1,
        identities: ['google'],
      },
    ],
    ['workos-users.json', {}, { source: 'workos', people: 2, faults: [], unverified: 1, isPartial: true, digests: 0 }],
    ['fusionauth-users.json', {}, { source: 'fusionauth', people: 4, faults: [], suspended: 1, impossible: 1 }],
    ['django-auth_user.csv', {}, { source: 'django', people: 11, faults: ['13 person.bad_username'], suspended: 1 }],
    [
      'wordpress-wp_users.csv',
      {},
      { source: 'wordpress', people: 4, faults: ['3 person.bad_username'], impossible: 2 },
    ],
    ['aspnet-identity-users.csv', {}, { source: 'aspnet', people: 4, faults: ['6 person.bad_username'], digests: 4 }],
    ['ldap.ldif', {}, { source: 'ldap', people: 7, faults: [], digests: 5, impossible: 2 }],
    [
      'logto-export.jsonl',
      {},
      { source: 'logto', people: 2, faults: [], suspended: 1, identities: ['google'], digests: 1, rest: [] },
    ],
    [
      'generic.csv',
      {},
      {
        source: 'logto',
        people: 4,
        faults: [
          ...[
            '5 person.doubled',
            '6 person.no_sign_in',
            '7 person.bad_email',
            '8 person.bad_username',
            '10 person.bad_phone',
          ],
          ...[
            '12 person.doubled',
            '13 person.name_too_long',
            '14 person.bad_digest',
            '15 person.bad_digest',
            '16 person.formula',
          ],
          '17 person.empty_row',
        ],
      },
    ],
    ['generic-bom-crlf.csv', {}, { source: 'logto', people: 2, faults: ['5 person.doubled'] }],
    ['generic-cr-only.csv', {}, { source: 'logto', people: 1, faults: [] }],
    ['generic-header-only.csv', {}, { source: 'logto', people: 0, faults: [] }],
    ['generic-no-trailing-newline.csv', {}, { source: 'logto', people: 1, faults: [] }],
    [
      'generic.jsonl',
      {},
      {
        source: 'logto',
        people: 1,
        faults: [
          ...[
            '3 rows.doubled_name',
            '4 rows.bad_json',
            '5 person.lone_surrogate',
            '6 rows.no_row',
            '7 person.bad_avatar',
          ],
          '8 rows.bad_json',
        ],
      },
    ],
    ['roles-and-orgs.csv', {}, { source: 'logto', people: 3, joined: 1, faults: [] }],
  ]

  it.each(findings)('%s is understood as it should be', async (file, given, found) => {
    const { plan, faults } = await sample(file, given)
    const { passwords, unverified } = plan
    const names = (all: readonly { what: string }[]) => all.map(({ what }) => what)
    const sum = (all: readonly { people: number }[]) => all.reduce((total, { people }) => total + people, 0)
    const figures = {
      source: plan.source.name,
      faults,
      ...{ people: plan.people, joined: plan.joined, suspended: plan.suspended, totp: plan.totp },
      leftOut: names(plan.leftOut),
      unverified: unverified.primaryEmail + unverified.primaryPhone,
      identities: names(plan.identities),
      roles: names(plan.roles),
      rest: names(plan.rest),
      needs: plan.needs.map(({ flag }) => flag),
      digests: sum(passwords.digests),
      impossible: sum(passwords.impossible),
      isPartial: plan.notes[0]?.startsWith('The file is one page') ?? false,
    }
    expect(figures).toMatchObject(found)
  })

  it('are refused whole where nothing in them can be trusted', async () => {
    const refusal = async (file: string, given: Given = {}) =>
      sample(file, given).then(
        () => 'none',
        (error: { code: string; message: string }) => `${error.code} ${error.message}`,
      )
    expect(await refusal('generic-empty.csv')).toBe('rows.empty the input is empty')
    expect(await refusal('generic-duplicate-header.csv')).toContain('rows.doubled_column')
    expect(await refusal('generic-unclosed-quote.csv')).toContain('rows.unclosed_quote line 2:')
    expect(await refusal('generic-windows1252-semicolon.csv')).toContain('rows.not_utf8 line 3, column 2')
    expect(await refusal('auth0-password-hashes.ndjson')).toContain('usage.unknown_source')
    expect(await refusal('permissions-6988.csv')).toContain('usage.unknown_source')
  })

  it('in another encoding are read with its name, and what a spreadsheet has rounded is refused', async () => {
    const map = 'primaryEmail: E-Mail\nname: Name\nprimaryPhone: Telefon\n'
    const path = join(folder, 'generic-windows1252-semicolon.csv')
    const { mkdtempSync, writeFileSync } = await import('node:fs')
    const mapFile = join(mkdtempSync('/tmp/logto-map-'), 'map.yaml')
    writeFileSync(mapFile, map)
    const { all, faults } = await understoodFile(path, { encoding: 'windows-1252', map: mapFile })
    expect(faults).toEqual(['3 person.mangled_number', '4 person.bad_phone'])
    expect(all.map(({ person }) => person.creation.primaryEmail)).toEqual([
      'jürgen.größe@example.com',
      'renée@example.com',
    ])
  })

  it('join the lines of one person with all roles and organizations', async () => {
    const { people } = await sample('roles-and-orgs.csv')
    expect(people[0]).toMatchObject({
      roles: ['editor', 'Logto admin', 'viewer'],
      organizations: [
        { organization: 'Globex', roles: ['admin', 'member'] },
        { organization: 'Initech', roles: ['member'] },
        { organization: 'Umbrella', roles: ['owner'] },
      ],
    })
  })
})
