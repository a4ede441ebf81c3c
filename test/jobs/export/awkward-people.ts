/** People who are hard to carry: what their names, data and ways to sign in are made of. */

import { createHash } from 'node:crypto'

const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex')
const salt = 'c2FsdHNhbHRzYWx0c2FsdA'
const key = 'a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2V5a2U'

/** A digest of each algorithm, in the form that Logto checks. */
export const digests = {
  Argon2i: `$argon2i$v=19$m=4096,t=3,p=1$${salt}$${key}`,
  Argon2d: `$argon2d$v=19$m=4096,t=3,p=1$${salt}$${key}`,
  Argon2id: `$argon2id$v=19$m=4096,t=3,p=1$${salt}$${key}`,
  Bcrypt: '$2a$06$YMIg2apjSevzWDx0A7wTCuUARBPx9thVi56ZJEZIi2DqiD3m1BDY.',
  MD5: hex('md5', 'secret'),
  SHA1: hex('sha1', 'secret'),
  SHA256: hex('sha256', 'secret'),
  Legacy: JSON.stringify(['sha512', ['pepper, "quoted"', '@'], hex('sha512', 'pepper, "quoted"secret')]),
}

export interface AwkwardPerson {
  /** What creates the person. */
  body: Record<string, unknown>
  identities?: Record<string, { userId: string; details?: Record<string, unknown> }>
  isSuspended?: boolean
  roles?: string[]
  /** Organization roles by organization. */
  organizations?: Record<string, string[]>
}

export const roleNames = ['editor', 'reads | writes', 'a "quoted", role']
export const organizationNames = ['Globex', 'Initech; Ltd.', 'Org, with: "all"\nof it']
export const organizationRoleNames = ['owner', 'member, silent', 'x|y']

export const awkwardPeople: readonly AwkwardPerson[] = [
  {
    body: {
      username: 'quotes',
      name: 'Zoë "Z", \'the\' one',
      avatar: 'https://example.com/a?b=c,d&e="f"',
      customData: {
        nested: [[1, [null, { deep: [] }]], {}],
        nothing: null,
        big: 9007199254740991,
        text: '12345678901234567890',
      },
      profile: { givenName: 'Zoë', nickname: 'a\nb', address: { country: 'AU', formatted: '1 High St\r\nSydney' } },
    },
    roles: roleNames,
    organizations: {
      Globex: organizationRoleNames,
      'Initech; Ltd.': ['member, silent'],
      'Org, with: "all"\nof it': [],
    },
  },
  { body: { primaryEmail: 'lines@example.com', name: 'two\nlines\r\nand\ta tab' }, roles: ['editor'] },
  { body: { primaryEmail: 'formula@example.com', name: '=1+1' }, organizations: { Globex: ['owner'] } },
  { body: { username: 'defused', name: "'=1+1" } },
  { body: { username: 'plus', name: '+1 (2)', primaryPhone: '61491570156' } },
  { body: { username: 'at', name: '@SUM(A1)' } },
  { body: { username: 'emoji', name: '👩‍👩‍👧‍👦 \u202eback' }, isSuspended: true, roles: ['reads | writes'] },
  { body: { username: 'blanks', name: '  between blanks  ' } },
  { body: { username: 'numbers', name: '0012', customData: { zero: 0, half: 0.5, minus: -1, no: false, empty: '' } } },
  { body: { username: 'words', name: 'null' } },
  { body: { username: 'lists', name: '[1]', profile: { preferredUsername: '{}' } } },
  {
    body: { name: 'Only an identity' },
    identities: { google: { userId: 'g-1', details: { email: 'g@example.com', raw: { list: [1, null, '='] } } } },
    organizations: { Globex: ['x|y'] },
  },
  {
    body: { username: 'both' },
    identities: { github: { userId: '42' }, 'odd-target': { userId: 'a,"b"', details: { name: 'ü' } } },
    isSuspended: true,
  },
  ...Object.entries(digests).map(([passwordAlgorithm, passwordDigest]) => ({
    body: { username: `digest_${passwordAlgorithm}`, passwordAlgorithm, passwordDigest },
  })),
]
