/** Hashes of other systems, computed here from a password, must come out as digests that this password verifies. */

import { createCipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto'
import { argon2id, bcrypt } from 'hash-wasm'
import { describe, expect, it } from 'vitest'
import { aspnetHash } from '../../../src/jobs/import/digests/aspnet.js'
import { auth0Custom } from '../../../src/jobs/import/digests/auth0-custom.js'
import { clerkHash } from '../../../src/jobs/import/digests/clerk.js'
import { firebaseHash, parseFirebaseParameters } from '../../../src/jobs/import/digests/firebase-parameters.js'
import { fusionAuthHash } from '../../../src/jobs/import/digests/fusionauth.js'
import { keycloakPassword } from '../../../src/jobs/import/digests/keycloak.js'
import { oktaHash } from '../../../src/jobs/import/digests/okta.js'
import type { Password } from '../../../src/jobs/import/digests/password.js'
import { looksLike, writtenHash } from '../../../src/jobs/import/digests/written-hash.js'
import { verifies } from './verifies.js'

const password = 'Päss-Wort 🔥 7'
const wishes = { scryptAsFirebase: true }
const plain = { scryptAsFirebase: false }

const salt16 = Buffer.from('000102030405060708090a0b0c0d0eff', 'hex')
const hash = (name: string, ...parts: readonly (string | Uint8Array)[]) =>
  createHash(name)
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest()
const derive = (salt: string | Uint8Array, rounds: number, bytes: number, name: string) =>
  pbkdf2Sync(password, salt, rounds, bytes, name)
const bare = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
const ab64 = (bytes: Buffer) => bare(bytes).replaceAll('+', '.')
const scrypt = (salt: string | Uint8Array, options = { N: 4096, r: 8, p: 1 }, bytes = 64) =>
  scryptSync(password, salt, bytes, options)

const bcryptText = await bcrypt({ password, salt: salt16, costFactor: 5, outputType: 'encoded' })
const argonText = await argon2id({
  ...{ password, salt: salt16, parallelism: 1, iterations: 2, memorySize: 512, hashLength: 32 },
  outputType: 'encoded',
})

/** The project's signer key has 64 bytes, its separator one. */
const signerKey = Buffer.alloc(64, 0x5b)
function firebaseText(salt: Buffer): Buffer {
  const key = scryptSync(password, Buffer.concat([salt, Buffer.from([7])]), 32, { N: 2 ** 12, r: 8, p: 1 })
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return Buffer.concat([cipher.update(signerKey), cipher.final()])
}
const parameters = parseFirebaseParameters(
  `hash_config {\n  algorithm: SCRYPT,\n  base64_signer_key: ${signerKey.toString('base64')},\n  base64_salt_separator: Bw==,\n  rounds: 8,\n  mem_cost: 12,\n}`,
)
const urlSafe = (bytes: Buffer) => bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')

const aspnet3 = (() => {
  const head = Buffer.alloc(13)
  head.writeUInt8(1)
  head.writeUInt32BE(2, 1)
  head.writeUInt32BE(3000, 5)
  head.writeUInt32BE(16, 9)
  return Buffer.concat([head, salt16, derive(salt16, 3000, 32, 'sha512')]).toString('base64')
})()
const aspnet2 = Buffer.concat([Buffer.from([0]), salt16, derive(salt16, 1000, 32, 'sha1')]).toString('base64')

const keycloak = (algorithm: string, value: Buffer, more: object = {}) =>
  keycloakPassword({
    type: 'password',
    secretData: JSON.stringify({ value: value.toString('base64'), salt: salt16.toString('base64') }),
    credentialData: JSON.stringify({ algorithm, hashIterations: 700, ...more }),
  })
const argonParameters = (version: string) => ({
  hashIterations: 2,
  additionalParameters: { memory: ['512'], type: ['id'], version: [version], parallelism: ['1'] },
})
const argonBytes = Buffer.from(argonText.split('$').at(-1) ?? '', 'base64')

const carried: [name: string, outcome: Password][] = [
  ['bcrypt', writtenHash(bcryptText, plain)],
  ['bcrypt as PHP writes it', writtenHash(bcryptText.replace('$2a$', '$2y$'), plain)],
  ["Django's bcrypt", writtenHash(`bcrypt$${bcryptText}`, plain)],
  ['Argon2 with padding', writtenHash(`${argonText.replace(/\$([^$]+)\$([^$]+)$/, '$$$1==$$$2=')}`, plain)],
  ["Django's Argon2", writtenHash(`argon2${argonText}`, plain)],
  ['MD5', writtenHash(hash('md5', password).toString('hex'), plain)],
  ['SHA-1 in upper case', writtenHash(hash('sha1', password).toString('hex').toUpperCase(), plain)],
  ['SHA-256', writtenHash(hash('sha256', password).toString('hex'), plain)],
  ['SHA-512', writtenHash(hash('sha512', password).toString('hex'), plain)],
  ["Django's MD5", writtenHash(`md5$sälz$${hash('md5', 'sälz', password).toString('hex')}`, plain)],
  ["Django's SHA-1", writtenHash(`sha1$salt$${hash('sha1', 'salt', password).toString('hex')}`, plain)],
  [
    "Django's PBKDF2",
    writtenHash(`pbkdf2_sha256$500$hex:salt$${derive('hex:salt', 500, 32, 'sha256').toString('base64')}`, plain),
  ],
  [
    'PBKDF2 in PHC',
    writtenHash(`$pbkdf2-sha512$i=900,l=64$${bare(salt16)}$${bare(derive(salt16, 900, 64, 'sha512'))}`, plain),
  ],
  [
    "passlib's PBKDF2",
    writtenHash(`$pbkdf2-sha256$900$${ab64(salt16)}$${ab64(derive(salt16, 900, 32, 'sha256'))}`, plain),
  ],
  [
    'PBKDF2 of 512 bytes, cut',
    writtenHash(`$pbkdf2-sha512$i=100,l=512$${bare(salt16)}$${bare(derive(salt16, 100, 512, 'sha512'))}`, plain),
  ],
  [
    "Werkzeug's PBKDF2",
    writtenHash(`pbkdf2:sha256:700$q9Zx$${derive('q9Zx', 700, 32, 'sha256').toString('hex')}`, plain),
  ],
  ["Werkzeug's scrypt", writtenHash(`scrypt:4096:8:1$salzig$${scrypt('salzig').toString('hex')}`, wishes)],
  ["Django's scrypt", writtenHash(`scrypt$4096$salzig$8$1$${scrypt('salzig').toString('base64')}`, wishes)],
  ['{SHA}', writtenHash(`{SHA}${hash('sha1', password).toString('base64')}`, plain)],
  ['{MD5}', writtenHash(`{MD5}${hash('md5', password).toString('base64')}`, plain)],
  [
    '{SSHA}',
    writtenHash(
      `{SSHA}${Buffer.concat([hash('sha1', password, 'salzig'), Buffer.from('salzig')]).toString('base64')}`,
      plain,
    ),
  ],
  [
    '{SMD5}',
    writtenHash(
      `{SMD5}${Buffer.concat([hash('md5', password, 'salz'), Buffer.from('salz')]).toString('base64')}`,
      plain,
    ),
  ],
  ['{SHA512}', writtenHash(`{SHA512}${hash('sha512', password).toString('base64')}`, plain)],
  [
    '{SSHA256}',
    writtenHash(
      `{ssha256}${Buffer.concat([hash('sha256', password, 'salz'), Buffer.from('salz')]).toString('base64')}`,
      plain,
    ),
  ],
  [
    '{PBKDF2-SHA256}',
    writtenHash(`{PBKDF2-SHA256}700$${ab64(salt16)}$${ab64(derive(salt16, 700, 32, 'sha256'))}`, plain),
  ],
  ['{PBKDF2}', writtenHash(`{PBKDF2}700$${ab64(salt16)}$${ab64(derive(salt16, 700, 20, 'sha1'))}`, plain)],
  ['{CRYPT} of bcrypt', writtenHash(`{CRYPT}${bcryptText}`, plain)],
  [
    "Supabase's of Firebase",
    writtenHash(
      `$fbscrypt$v=1,n=12,r=8,p=1,ss=Bw==,sk=${signerKey.toString('base64')}$${salt16.toString('base64')}$${firebaseText(salt16).toString('base64')}`,
      plain,
    ),
  ],
  ['Firebase', firebaseHash(firebaseText(salt16).toString('base64'), salt16.toString('base64'), parameters)],
  ["Firebase's Admin SDK", firebaseHash(urlSafe(firebaseText(salt16)), urlSafe(salt16), parameters)],
  [
    "Clerk's of Firebase",
    clerkHash(
      'scrypt_firebase',
      `${firebaseText(salt16).toString('base64')}$${salt16.toString('base64')}$${signerKey.toString('base64')}$Bw==$8$12`,
      plain,
    ),
  ],
  [
    "Clerk's of Django",
    clerkHash(
      'pbkdf2_sha256_django',
      `pbkdf2_sha256$500$salt$${derive('salt', 500, 32, 'sha256').toString('base64')}`,
      plain,
    ),
  ],
  ['ASP.NET version 3', aspnetHash(aspnet3)],
  ['ASP.NET version 2', aspnetHash(aspnet2)],
  ['Keycloak, 64 bytes of SHA-256', keycloak('pbkdf2-sha256', derive(salt16, 700, 64, 'sha256'))],
  ['Keycloak, 32 bytes of SHA-256', keycloak('pbkdf2-sha256', derive(salt16, 700, 32, 'sha256'))],
  ['Keycloak, SHA-1', keycloak('pbkdf2', derive(salt16, 700, 64, 'sha1'))],
  ['Keycloak, Argon2', keycloak('argon2', argonBytes, argonParameters('1.3'))],
  [
    'Okta, bcrypt',
    oktaHash({ algorithm: 'BCRYPT', workFactor: 5, salt: bcryptText.slice(7, 29), value: bcryptText.slice(29) }),
  ],
  [
    'Okta, SHA-512 behind the salt',
    oktaHash({
      algorithm: 'SHA-512',
      salt: btoa('Salz'),
      saltOrder: 'PREFIX',
      value: hash('sha512', 'Salz', password).toString('base64'),
    }),
  ],
  [
    'Okta, PBKDF2',
    oktaHash({
      algorithm: 'PBKDF2',
      digestAlgorithm: 'SHA512_HMAC',
      iterationCount: 500,
      salt: salt16.toString('base64'),
      value: derive(salt16, 500, 64, 'sha512').toString('base64'),
    }),
  ],
  [
    'FusionAuth, PBKDF2',
    fusionAuthHash(
      'salted-pbkdf2-hmac-sha512-512',
      800,
      salt16.toString('base64'),
      derive(salt16, 800, 64, 'sha512').toString('base64'),
    ),
  ],
  ['FusionAuth, bcrypt', fusionAuthHash('bcrypt', 5, bcryptText.slice(7, 29), bcryptText.slice(29))],
  [
    'Auth0, SHA-256 before the salt',
    auth0Custom(
      {
        algorithm: 'sha256',
        hash: { value: hash('sha256', password, 'pfeffer').toString('base64'), encoding: 'base64' },
        salt: { value: 'pfeffer', position: 'suffix' },
      },
      plain,
    ),
  ],
  [
    'Auth0, SHA-512 without a salt',
    auth0Custom(
      { algorithm: 'sha512', hash: { value: hash('sha512', password).toString('hex').toUpperCase(), encoding: 'hex' } },
      plain,
    ),
  ],
  [
    'Auth0, scrypt',
    auth0Custom(
      {
        algorithm: 'scrypt',
        hash: { value: scrypt('abc123', { N: 2048, r: 8, p: 1 }).toString('hex'), encoding: 'hex' },
        salt: { value: 'abc123' },
        keylen: 64,
        cost: 2048,
      },
      wishes,
    ),
  ],
]

const impossible: [name: string, outcome: Password, code: string][] = [
  ["WordPress's $wp$2y$", writtenHash(`$wp${bcryptText.replace('$2a$', '$2y$')}`, plain), 'wordpress_hmac'],
  ['bcrypt_sha256', writtenHash(`bcrypt_sha256$${bcryptText}`, plain), 'bcrypt_sha256'],
  ['phpass', writtenHash('$P$BDPkQ0GkyAc6oUCk8dxVoHMzLuTJ7S0', plain), 'phpass'],
  ['phpBB', writtenHash('$H$9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', plain), 'phpass'],
  ['crypt', writtenHash('$6$rounds=5000$salt$notarealhash', plain), 'crypt'],
  ['{CRYPT} of SHA-512', writtenHash('{crypt}$6$salt$notarealhash', plain), 'crypt'],
  [
    'a binary salt',
    writtenHash(`{SSHA}${Buffer.concat([hash('sha1', password, salt16), salt16]).toString('base64')}`, plain),
    'binary_salt',
  ],
  [
    'a salt that is the sign',
    writtenHash(`sha1$@$${hash('sha1', '@', password).toString('hex')}`, plain),
    'salt_is_sign',
  ],
  [
    'scrypt without the wish',
    writtenHash(`scrypt$4096$salzig$8$1$${scrypt('salzig').toString('base64')}`, plain),
    'scrypt',
  ],
  [
    'scrypt with p = 5',
    writtenHash(`scrypt$4096$salzig$8$5$${scrypt('salzig', { N: 4096, r: 8, p: 5 }).toString('base64')}`, wishes),
    'scrypt_p',
  ],
  ["Werkzeug's scrypt", writtenHash(`scrypt:32768:8:1$salz$${'ab'.repeat(64)}`, wishes), 'scrypt_memory'],
  [
    'scrypt with r = 16',
    writtenHash(`scrypt$16384$salzig$16$1$${scrypt('salzig').toString('base64')}`, wishes),
    'scrypt_memory',
  ],
  [
    'a scrypt key of 16 bytes',
    writtenHash(`scrypt$4096$salzig$8$1$${scrypt('salzig', undefined, 16).toString('base64')}`, wishes),
    'scrypt_short',
  ],
  ['Argon2 of version 16', writtenHash(argonText.replace('v=19', 'v=16'), plain), 'argon2_version'],
  ['Argon2 without a version', writtenHash(argonText.replace('$v=19', ''), plain), 'argon2_version'],
  ['Argon2 with a key', writtenHash(argonText.replace('m=', 'keyid=aa,m='), plain), 'argon2_key'],
  ["Keycloak's Argon2 1.0", keycloak('argon2', argonBytes, argonParameters('1.0')), 'argon2_version'],
  ["a plug-in of Keycloak's", keycloak('bcrypt', salt16), 'unknown_hash'],
  [
    "what Keycloak's Admin API gives",
    keycloakPassword({ type: 'password', secretData: null, credentialData: '{}' }),
    'not_exported',
  ],
  [
    'HMAC',
    auth0Custom(
      { algorithm: 'hmac', hash: { value: 'aa', encoding: 'hex', digest: 'sha1', key: { value: 'aa' } } },
      plain,
    ),
    'hmac',
  ],
  ['MD4', auth0Custom({ algorithm: 'md4', hash: { value: 'aa' } }, plain), 'md4'],
  [
    'UTF-16',
    auth0Custom({ algorithm: 'sha1', hash: { value: 'aa' }, password: { encoding: 'utf16le' } }, plain),
    'password_encoding',
  ],
  [
    'bcrypt with a salt beside',
    auth0Custom({ algorithm: 'bcrypt', hash: { value: bcryptText }, salt: { value: 'x' } }, plain),
    'bcrypt_salt',
  ],
  [
    'iterated',
    fusionAuthHash('salted-sha256', 20_000, btoa('salt'), hash('sha256', password).toString('base64')),
    'iterated',
  ],
  ['salted-hmac-sha256', fusionAuthHash('salted-hmac-sha256', 1, btoa('salt'), btoa('x')), 'unknown_hash'],
  [
    "Clerk's bcrypt_sha256_django",
    clerkHash('bcrypt_sha256_django', `bcrypt_sha256$${bcryptText}`, plain),
    'bcrypt_sha256',
  ],
  ["Clerk's awscognito", clerkHash('awscognito', 'x', plain), 'unknown_hash'],
  [
    'Firebase without its parameters',
    firebaseHash(firebaseText(salt16).toString('base64'), salt16.toString('base64'), undefined),
    'firebase_parameters',
  ],
  [
    'a salt too long',
    writtenHash(`md5$${'s'.repeat(240)}$${hash('md5', password).toString('hex')}`, plain),
    'too_long',
  ],
  ['nothing known', writtenHash('swordfish', plain), 'unknown_hash'],
]

const brokenOnes: [name: string, outcome: Password][] = [
  ['bcrypt of 59 characters', writtenHash(bcryptText.slice(0, 59), plain)],
  ['bcrypt cut to 50', writtenHash(bcryptText.slice(0, 50), plain)],
  ['bcrypt behind a blank', writtenHash(` ${bcryptText}`, plain)],
  ['Argon2 cut', writtenHash(argonText.slice(0, 40), plain)],
  ["Django's PBKDF2 cut", writtenHash('pbkdf2_sha256$500$salt', plain)],
  ['PBKDF2 whose length is another', writtenHash(`$pbkdf2-sha256$i=9,l=64$${bare(salt16)}$${bare(salt16)}`, plain)],
  ['a key of four bytes', writtenHash('pbkdf2_sha256$500$salt$AAAAAA==', plain)],
  ['{SHA} of MD5 length', writtenHash(`{SHA}${hash('md5', password).toString('base64')}`, plain)],
  [
    'an Auth0 hash that is no hexadecimal',
    auth0Custom({ algorithm: 'sha1', hash: { value: 'xyz', encoding: 'hex' } }, plain),
  ],
  ['ASP.NET cut', aspnetHash(aspnet3.slice(0, 20))],
  ['Firebase of another length', firebaseHash(btoa('short'), btoa('salt'), parameters)],
  ['Clerk says another hasher', clerkHash('argon2id', bcryptText, plain)],
  ['Keycloak without JSON', keycloakPassword({ type: 'password', secretData: '{"value":', credentialData: '{}' })],
]

describe('hashes of other systems', () => {
  it.each(carried)('%s is a digest that the password verifies, and another does not', async (_, outcome) => {
    expect(outcome.as).toBe('digest')
    if (outcome.as !== 'digest') return
    expect(outcome.digest.length).toBeLessThanOrEqual(256)
    expect(await verifies(outcome.algorithm, outcome.digest, password)).toBe(true)
    expect(await verifies(outcome.algorithm, outcome.digest, `${password}x`)).toBe(false)
  })

  it.each(impossible)('%s is named with the reason', (_, outcome, code) => {
    expect(outcome).toMatchObject({ as: 'impossible', code })
  })

  it.each(brokenOnes)('%s is damaged', (_, outcome) => {
    expect(outcome.as).toBe('broken')
  })

  it('are no secret of any reason', () => {
    const told = JSON.stringify([...impossible, ...brokenOnes].map(([, outcome]) => outcome))
    expect(told).not.toContain(bcryptText.slice(20, 40))
  })

  it('are recognised by their look', () => {
    expect(looksLike(bcryptText)).toBe('bcrypt')
    expect(looksLike('5F4DCC3B5AA765D61D8327DEB882CF99')).toBe('MD5')
    expect(looksLike('hello')).toBeUndefined()
  })
})

describe('parameters of a Firebase project', () => {
  it('are read as the console shows them, and as JSON', () => {
    const json = JSON.stringify({
      algorithm: 'SCRYPT',
      base64_signer_key: signerKey.toString('base64'),
      base64_salt_separator: 'Bw==',
      rounds: 8,
      mem_cost: 12,
    })
    expect(parseFirebaseParameters(json)).toEqual(parameters)
  })

  it.each([
    ['algorithm: BCRYPT, base64_signer_key: YQ==, rounds: 8, mem_cost: 14', 'BCRYPT'],
    ['rounds: 8, mem_cost: 14', 'base64_signer_key'],
    ['base64_signer_key: YWI=, mem_cost: 14', 'rounds'],
    ['base64_signer_key: YWI=, rounds: 8, mem_cost: many', 'mem_cost'],
  ])('%s lack something that is named', (text, missing) => {
    expect(() => parseFirebaseParameters(text)).toThrow(missing)
  })
})
