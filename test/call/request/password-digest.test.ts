import { pbkdf2Sync } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { secretMask } from '../../../src/base/secret-names.js'
import { digestFault, digestProblem } from '../../../src/call/request/password-digest.js'

const bcrypt = '$2b$10$PUktAdqA4R/7OoEDXbv6t.qKxEIKWdYc4bJb.2T9ZvVdnU0GU5rOa'
const argon = '$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A'
const md5 = '5f4dcc3b5aa765d61d8327deb882cf99'
const pbkdf2 = pbkdf2Sync('x', 'salt', 1000, 32, 'sha256').toString('hex')
const legacy = (name: string, args: string[], expected: string) => JSON.stringify([name, args, expected])
const key = Buffer.alloc(64, 7).toString('base64')
const firebase = (args: string[], expected = key) => legacy('firebase-scrypt', args, expected)

describe('digests that verify', () => {
  it.each([
    ['Bcrypt', bcrypt],
    ['Bcrypt', bcrypt.replace('$2b$', '$2y$')],
    ['Argon2id', argon],
    ['Argon2i', argon],
    ['Argon2i', argon.replace('m=4096,t=3,p=1', 'p=1,t=3,m=4096')],
    ['MD5', md5],
    ['SHA1', 'a'.repeat(40)],
    ['SHA256', 'f'.repeat(64)],
    ['Legacy', legacy('sha512', ['salt', '@'], 'a'.repeat(128))],
    ['Legacy', legacy('ripemd160', ['@'], 'a'.repeat(40))],
    ['Legacy', legacy('pbkdf2', ['hex:73616c74', '1000', '32', 'sha256', '@'], pbkdf2)],
    ['Legacy', legacy('pbkdf2', ['salt', '1000', '32', 'sha256', '@'], pbkdf2)],
    ['Legacy', firebase(['c2FsdA==', key, 'Bw==', '8', '14', '@'])],
    ['Legacy', firebase(['c2FsdA', key.replaceAll('+', '-').replaceAll('/', '_'), 'Bw==', '8', '14', '@'])],
    ['Unheard', 'anything'],
  ])('%s %s', (algorithm, digest) => {
    expect(digestFault(digest, algorithm)).toBeUndefined()
  })
})

describe('digests that never do', () => {
  it.each([
    ['Bcrypt', '$2b$10$cut', '10 characters in the place of 60'],
    ['Bcrypt', `${bcrypt}x`, '61 characters'],
    ['Bcrypt', bcrypt.replace('$2b$', '$2$'), 'does not begin with'],
    ['Bcrypt', bcrypt.replace('$10$', '$9$x'), 'a cost of two digits'],
    ['Bcrypt', bcrypt.replace('$10$', '$99$'), 'from 04 to 31'],
    ['Bcrypt', `$wp${bcrypt}`, 'does not begin with'],
    ['Bcrypt', bcrypt.replace('/', '+'), '53 characters'],
    ['Argon2id', argon.replace('v=19$', ''), 'version 19'],
    ['Argon2id', argon.replace('v=19', 'v=16'), 'version 19'],
    ['Argon2id', `${argon}=`, 'without padding'],
    ['Argon2id', argon.replace('c29tZXNhbHQ', 'c29tZXN_bHQ'), 'standard base64'],
    ['Argon2id', argon.replace('p=1', 'p=1,keyid=x'), 'm, t and p'],
    ['Argon2id', argon.replace('p=1', 'p=1,data=eA'), 'm, t and p'],
    ['Argon2id', argon.slice(0, argon.lastIndexOf('$')), 'a salt and a hash'],
    ['Argon2id', bcrypt, 'does not begin with $argon2i$'],
    ['MD5', md5.toUpperCase(), 'in lower case'],
    ['MD5', ` ${md5}`, 'lower-case hexadecimal'],
    ['MD5', 'X03MO1qnZdYdgyfeuILPmQ==', 'lower-case hexadecimal'],
    ['SHA1', md5, '32 characters in the place of 40'],
    ['SHA256', 'F'.repeat(64), 'in lower case'],
    ['SHA256', '', '0 characters'],
    ['Legacy', md5, 'it must be JSON'],
    ['Legacy', '["md5",["@"]]', 'it must be JSON'],
    ['Legacy', '["md5",[1,"@"],"x"]', 'it must be JSON'],
    ['Legacy', legacy('md4', ['@'], md5), 'there is no algorithm md4'],
    ['Legacy', legacy('md5', ['salt'], md5), 'not 0 times'],
    ['Legacy', legacy('md5', ['@', '@'], md5), 'not 2 times'],
    ['Legacy', legacy('md5', ['@'], md5.toUpperCase()), 'in lower case'],
    ['Legacy', legacy('pbkdf2', ['@', 'salt', '1000', '32', 'sha256'], pbkdf2), 'in this order'],
    ['Legacy', legacy('pbkdf2', ['salt', '1e3', '32', 'sha256', '@'], pbkdf2), 'whole numbers'],
    ['Legacy', legacy('pbkdf2', ['hex:7', '1000', '32', 'sha256', '@'], pbkdf2), 'not hexadecimal'],
    ['Legacy', legacy('pbkdf2', ['salt', '1000', '64', 'sha256', '@'], pbkdf2), '64 characters in the place of 128'],
    ['Legacy', legacy('pbkdf2', ['salt', '1000', '32', 'sha-nought', '@'], pbkdf2), 'no hash sha-nought'],
    ['Legacy', firebase(['c2FsdA==', key, '', '8', '14', '@']), 'none of them empty'],
    ['Legacy', firebase(['c2FsdA==', key, 'Bw==', '16', '14', '@']), '32 MiB'],
    ['Legacy', firebase(['c2FsdA==', key, 'Bw==', '8', '14', '@'], key.replace(/=+$/, '')), 'with padding'],
    ['Legacy', firebase(['c2FsdA==', key, 'Bw==', '8', '14', '@'], 'c2FsdA=='), 'as long as the signer key'],
    ['Legacy', legacy('sha512', ['x'.repeat(200), '@'], 'a'.repeat(128)), 'Logto takes 256'],
  ])('%s %.60s', (algorithm, digest, why) => {
    expect(digestFault(digest, algorithm)).toContain(why)
  })

  it('but one that a dry run hides is not judged', () => {
    expect(digestProblem(secretMask, 'Bcrypt')).toBeUndefined()
  })

  it('a digest alone', () => {
    expect(digestProblem(md5, undefined)).toBe('passwordDigest needs its passwordAlgorithm beside it')
    expect(digestProblem(md5, null)).toMatch(/needs its passwordAlgorithm/)
  })
})

const samples = join(
  process.env.LOGTO_REFERENCE ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared'),
  'samples',
  'users',
  'EXPECTED.jsonl',
)
const isThere = existsSync(samples)

describe.skipIf(!isThere)(`digests of real exports${isThere ? '' : ' (skipped: no samples here)'}`, () => {
  it('none that Logto verifies is refused', () => {
    const people = readFileSync(samples, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; passwordAlgorithm?: string; passwordDigest?: string })
    const known = people.filter(({ passwordDigest }) => passwordDigest)
    expect(known.length).toBeGreaterThan(20)
    const refused = known.flatMap(({ key, passwordDigest = '', passwordAlgorithm = '' }) => {
      const fault = digestFault(passwordDigest, passwordAlgorithm)
      return fault === undefined ? [] : [`${key}: ${fault}`]
    })
    expect(refused).toEqual([])
  })
})
