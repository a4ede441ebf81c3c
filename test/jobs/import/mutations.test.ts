/**
 * Damaged files: cut, doubled, shuffled, in another encoding, with other quotes and line ends, with bytes that do not
 * belong there. Whatever the damage, there is no crash, each refusal has a line and a reason, and what is accepted stands
 * in the file as it was written.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CliFailure } from '../../../src/base/errors.js'
import { csv, type Understood, understoodFile } from './understood.js'

/** Mulberry32: the same numbers on every machine. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const bcrypt = (i: number) => `$2b$10$${String(i).padStart(22, 'a')}${'B'.repeat(31)}`
const numbers = [...Array(12).keys()]
const name = (i: number) => `Zoë ${i}, "Z"`

const files: Readonly<Record<string, string>> = {
  logto: csv(
    ['primaryEmail', 'username', 'primaryPhone', 'name', 'passwordDigest', 'passwordAlgorithm', 'customData.plan'],
    ...numbers.map((i) => [
      `p${i}@example.org`,
      `user_${i}`,
      `1202555${1000 + i}`,
      name(i),
      bcrypt(i),
      'Bcrypt',
      `00${i}`,
    ]),
  ),
  logtoLines: numbers
    .map(
      (i) =>
        `${JSON.stringify({ primaryEmail: `p${i}@example.org`, name: name(i), customData: { i }, roles: ['a'] })}\n`,
    )
    .join(''),
  auth0: numbers
    .map(
      (i) =>
        `${JSON.stringify({ user_id: `auth0|${i}`, email: `p${i}@example.org`, email_verified: i % 2 === 0, name: name(i), identities: [] })}\n`,
    )
    .join(''),
  keycloak: JSON.stringify(
    {
      realm: 'r',
      users: numbers.map((i) => ({
        id: `k${i}`,
        username: `user_${i}`,
        email: `p${i}@example.org`,
        createdTimestamp: i,
        credentials: [],
        realmRoles: ['x'],
      })),
      groups: [{ name: 'g' }],
    },
    null,
    1,
  ),
  firebase: numbers
    .map((i) => {
      const cells = Array<string>(53).fill('')
      cells.splice(
        0,
        6,
        `fire${i}`,
        `p${i}@example.org`,
        'true',
        'aGFzaA==',
        'c2FsdA==',
        `"${name(i).replaceAll('"', '""')}"`,
      )
      cells.splice(23, 2, '1683000000000', '1690000000000')
      cells[6] = `https://img.example.org/a?x=${i},2`
      cells[27] = `"{""n"":""says \\"hi\\", bye"",""i"":${i}}"`
      return `${cells.join(',')}\n`
    })
    .join(''),
  ldap: `version: 1\n\n${numbers.map((i) => `dn: uid=u${i},dc=example\nobjectClass: inetOrgPerson\nuid: u${i}\ncn:: ${Buffer.from(name(i)).toString('base64')}\nmail: p${i}@exam\n ple.org\n\n`).join('')}`,
}

type Mutation = (bytes: Buffer, next: () => number) => Buffer

const at = (bytes: Buffer, next: () => number) => Math.floor(next() * bytes.length)
const textually =
  (change: (text: string, next: () => number) => string): Mutation =>
  (bytes, next) =>
    Buffer.from(change(bytes.toString('utf8'), next))

const mutations: Readonly<Record<string, Mutation>> = {
  cut: (bytes, next) => bytes.subarray(0, at(bytes, next)),
  'cut at the beginning': (bytes, next) => bytes.subarray(at(bytes, next)),
  'a byte lost': (bytes, next) => {
    const i = at(bytes, next)
    return Buffer.concat([bytes.subarray(0, i), bytes.subarray(i + 1)])
  },
  'a random byte': (bytes, next) => {
    const copy = Buffer.from(bytes)
    copy[at(bytes, next)] = Math.floor(next() * 256)
    return copy
  },
  'ten random bytes': (bytes, next) => {
    const copy = Buffer.from(bytes)
    for (let i = 0; i < 10; i++) copy[at(bytes, next)] = Math.floor(next() * 256)
    return copy
  },
  'a NUL': (bytes, next) => {
    const i = at(bytes, next)
    return Buffer.concat([bytes.subarray(0, i), Buffer.from([0]), bytes.subarray(i)])
  },
  'a quote more': (bytes, next) => {
    const i = at(bytes, next)
    return Buffer.concat([bytes.subarray(0, i), Buffer.from('"'), bytes.subarray(i)])
  },
  'a piece twice': (bytes, next) => {
    const [i, j] = [at(bytes, next), at(bytes, next)].sort((a, b) => a - b) as [number, number]
    return Buffer.concat([bytes.subarray(0, j), bytes.subarray(i)])
  },
  'lines doubled': textually((text, next) =>
    text
      .split('\n')
      .flatMap((line) => (next() < 0.2 ? [line, line] : [line]))
      .join('\n'),
  ),
  'lines shuffled': textually((text, next) =>
    text
      .split('\n')
      .map((line) => ({ line, order: next() }))
      .sort((a, b) => a.order - b.order)
      .map(({ line }) => line)
      .join('\n'),
  ),
  'cells shuffled': textually((text, next) => {
    const lines = text.split('\n')
    const i = Math.floor(next() * lines.length)
    lines[i] = (lines[i] ?? '').split(',').reverse().join(',')
    return lines.join('\n')
  }),
  'a comma more': textually((text, next) => {
    const i = Math.floor(next() * text.length)
    return `${text.slice(0, i)},${text.slice(i)}`
  }),
  CRLF: textually((text) => text.replaceAll('\n', '\r\n')),
  CR: textually((text) => text.replaceAll('\n', '\r')),
  'mixed line ends': textually((text, next) => text.replaceAll('\n', () => (next() < 0.5 ? '\n' : '\r\n'))),
  'no last line end': textually((text) => text.replace(/\n+$/, '')),
  'a byte-order mark': (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]),
  'UTF-16': (bytes) => Buffer.from(`\ufeff${bytes.toString('utf8')}`, 'utf16le'),
  'Latin-1': (bytes) => Buffer.from(bytes.toString('utf8'), 'latin1'),
  semicolons: textually((text) => text.replaceAll(',', ';')),
  'other quotes': textually((text) => text.replaceAll('"', "'")),
}

/** What is accepted must stand in the undamaged file, or in the damaged one as it is. */
function changed(result: Understood, damaged: Buffer): string[] {
  const texts = [damaged.toString('utf8'), damaged.toString('utf16le')]
  const unescaped = texts.map((text) =>
    text
      .replaceAll('""', '"')
      .replaceAll('\\"', '"')
      .replace(/\r\n|\r/g, '\n'),
  )
  const joined = unescaped.map((text) => text.replaceAll('\n ', ''))
  const stands = (value: string) =>
    [...texts, ...unescaped, ...joined].some((text) => text.includes(value.replace(/\r\n|\r/g, '\n'))) ||
    texts.some((text) => text.includes(Buffer.from(value).toString('base64'))) ||
    texts.some((text) => text.includes(JSON.stringify(value).slice(1, -1)))
  return result.people.flatMap(({ creation }) => {
    const { primaryEmail, username, name: given } = creation
    return [primaryEmail, username, given].filter((value) => value !== undefined).filter((value) => !stands(value))
  })
}

describe('damaged files', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'logto-damage-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(Object.keys(files))('of the form %s are understood or refused, row by row', {
    timeout: 120_000,
  }, async (form) => {
    const whole = Buffer.from(files[form] ?? '')
    const tally = { understood: 0, refusedWhole: 0, refusedRows: 0 }
    for (const [title, mutate] of Object.entries(mutations)) {
      for (let seed = 1; seed <= 5; seed++) {
        const place = `${form}, ${title}, seed ${seed}`
        const damaged = mutate(whole, random(seed))
        const input = join(folder, 'people')
        writeFileSync(input, damaged)
        let result: Understood
        try {
          result = await understoodFile(input, { wishes: { unverified: 'keep' } })
        } catch (error) {
          expect(error, place).toBeInstanceOf(CliFailure)
          expect((error as CliFailure).hint, place).toBeTruthy()
          tally.refusedWhole += 1
          continue
        }
        tally.understood += 1
        for (const { faults, numbers } of result.all) {
          if (faults.length > 0) tally.refusedRows += numbers.length
          for (const { line, message, code } of faults) {
            expect(line, place).toBeGreaterThan(0)
            expect(
              [message, code].every((text) => text.length > 5),
              place,
            ).toBe(true)
          }
        }
        expect(changed(result, damaged), place).toEqual([])
        expect(result.plan.rows, place).toBe(result.all.reduce((sum, { numbers }) => sum + numbers.length, 0))
      }
    }
    expect(tally.understood).toBeGreaterThan(20)
    expect(tally.refusedRows + tally.refusedWhole).toBeGreaterThan(20)
  })

  it.each(Object.keys(files))('of the form %s are whole where nothing is damaged', async (form) => {
    const input = join(folder, 'whole')
    writeFileSync(input, files[form] ?? '')
    const { people, faults } = await understoodFile(input, { wishes: { unverified: 'keep' } })
    expect(faults).toEqual([])
    expect(people).toHaveLength(numbers.length)
  })
})
