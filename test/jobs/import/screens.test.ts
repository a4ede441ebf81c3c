/** What a person sees of an import: the plan, the question, the summary, and how to go on after Ctrl-C. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { linesOf, onTerminal, terminalNeed } from '../../cli/terminal.js'
import { bentSandbox } from './bent-tenant.js'

const people = [
  'id,primaryEmail,emailVerified,username,primaryPhone,name,passwordDigest,passwordAlgorithm,customData.plan,roles,organizations,isSuspended,shoeSize',
  'u1,ann@example.com,true,ann_lee,+61 491 570 156,Ann Lee,$2a$06$YMIg2apjSevzWDx0A7wTCuUARBPx9thVi56ZJEZIi2DqiD3m1BDY.,Bcrypt,pro,Support agent,Harbour Books,,38',
  'u2,bo@example.com,false,,,Bo,5f4dcc3b5aa765d61d8327deb882cf99,MD5,free,Support agent,Harbour Books,true,44',
  'u3,cy@example.com,true,,,Cy,,,,,,,',
  'u4,bad address,,,,Dot,,,,,,,',
  'u5,eve@example.com,true,eve.adams,,Eve,,,,,,,',
  'u6,fay@example.com,true,,0303123,Fay,,,,,,,',
  'u7,ana.duarte@example.com,true,,,Ana again,,,,,,,',
].join('\n')

/** What differs from run to run. */
function settled(lines: readonly string[]): string {
  return lines
    .filter((line) => !/[█░]|checking the people/.test(line))
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://127.0.0.1:3001')
    .replaceAll(/journal: \S+\.jsonl/g, 'journal: JOURNAL')
    .replaceAll(/in [\d.]+ s:/g, 'in 1.2 s:')
}

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  it.each([80, 120])('of %i columns', { timeout: 60_000 }, async (columns) => {
    const bent = await bentSandbox()
    writeFileSync(join(bent.home, 'people.csv'), people)
    const env = { LOGTO_ENDPOINT: bent.endpoint, LOGTO_ACCESS_TOKEN: bent.tenant.token }
    const show = (line: string, keys: string) =>
      onTerminal(line, { home: bent.home, env, columns, typing: [[/y\/N/, `${keys}\r`]] })
    const first = await show('logto users import people.csv', 'n')
    expect(first.code).toBe(2)
    const line =
      'logto users import people.csv --unverified custom-data --bad-username drop --skip-invalid --failed f.csv'
    const declined = await show(line, 'n')
    expect(declined.code).toBe(2)
    expect(await bent.people()).toEqual([])
    const done = await show(line, 'y')
    expect(done.code).toBe(8)
    const lines = [first, declined, done].flatMap((session, i) => [`--- ${i + 1}`, ...linesOf(session)])
    expect(settled(lines)).toMatchSnapshot()
    const plan = linesOf(first).filter((text) => !/Error|journal|Import/.test(text))
    expect(plan.filter((text) => stringWidth(text) > columns)).toEqual([])
  })

  it('Ctrl-C says how to go on', async () => {
    const bent = await bentSandbox()
    const rows = Array.from({ length: 400 }, (_, i) => `p${i}@example.com\n`).join('')
    writeFileSync(join(bent.home, 'people.csv'), `primaryEmail\n${rows}`)
    bent.bend = { delayMs: 20 }
    const env = { LOGTO_ENDPOINT: bent.endpoint, LOGTO_ACCESS_TOKEN: bent.tenant.token }
    const session = await onTerminal('logto users import people.csv --yes', {
      home: bent.home,
      env,
      typing: [[/\d+ of 400|\d+\/400/, '\u0003']],
    })
    expect(session.code).toBe(130)
    const shown = linesOf(session).join('\n')
    expect(shown).toMatch(/\d+ created, \d+ not begun/)
    expect(shown).toMatch(/journal: \S+; to go on: the same command line with --resume and this path/)
    const there = (await bent.people()).length
    expect(shown).toContain(`${there} created`)
    const journal = /journal: (\S+\.jsonl)/.exec(shown)?.[1] ?? ''
    expect((await bent.logto(['users', 'import', 'people.csv', '--yes', '--resume', journal])).code).toBe(0)
    expect(await bent.people()).toHaveLength(400)
  })
})
