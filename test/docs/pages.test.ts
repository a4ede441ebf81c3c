/**
 * What the documentation shows is so. Every command of README.md, docs/*.md and the pages of `logto help` is run on a
 * sandbox, in the order of its page, and what a page says that it prints is compared; a new page is found by itself.
 *
 * `sh`: commands that have to succeed. `console`: commands behind `$ `, and what they print. `lua`: a script, and what
 * it prints behind `-->`, run as a comment on top of it says. `json`, `jsonl`, `yaml`, `csv`: data that can be read; with a name behind the language it is
 * the file of that name, for the commands below it.
 */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { terminalNeed } from '../cli/terminal.js'
import { allPrograms, need } from '../programs.js'
import { startTenant, type TestTenant } from '../sandbox/client.js'
import { dryRunOf, namesWhatExists } from './command-words.js'
import { examplePage } from './example-page.js'
import { commandsOf, helpPages, luaPrints, markdownPages, type Shown } from './page.js'
import { meant, notRun, openPlace, type Place, personFor, type Scene } from './people.js'
import { type Ended, openSession, type Session } from './session.js'
import { settled } from './settled.js'

describe.each([...markdownPages, ...helpPages, examplePage])('$name', (page) => {
  let tenant: TestTenant
  let session: Session

  beforeAll(async () => {
    tenant = await startTenant()
    const { url, clientId, clientSecret } = tenant
    session = openSession({ LOGTO_ENDPOINT: url, LOGTO_CLIENT_ID: clientId, LOGTO_CLIENT_SECRET: clientSecret })
    for (const command of page.before ?? []) {
      expect(await run(command, await scene()), command).toMatchObject({ code: 0 })
    }
  })
  afterAll(async () => {
    await session.close()
    await tenant.close()
  })

  const places = new Map<string, Promise<Place>>()
  /** The sandbox that commands are for now: a page may have started one of its own. */
  const scene = async (): Promise<Scene> => {
    const { LOGTO_ENDPOINT: url = tenant.url } = await session.exported()
    const { clientId, clientSecret } = tenant
    const place = places.get(url) ?? openPlace({ url, clientId, clientSecret })
    places.set(url, place)
    return { place: await place, session }
  }

  for (const block of page.blocks) {
    const { language, file, line, text } = block
    if (file !== undefined) it(`${line}: the file ${file}`, () => session.write(file, text))
    switch (language) {
      case 'sh':
      case 'console':
        for (const shown of commandsOf(block)) show(shown, scene)
        break
      case 'lua':
        it(`${line}: a script`, async () => {
          session.write('script.lua', text)
          // A script that needs more than a tenant says on top how it is run.
          const [, command = 'logto lua script.lua'] = /^-- (logto lua script\.lua .*)$/m.exec(text) ?? []
          const { code, printed } = await session.run(command)
          const { lines, more } = luaPrints(text)
          const said = printed.trimEnd().split('\n')
          expect({ code, said: more ? said.slice(0, lines.length) : said }).toEqual({ code: 0, said: lines })
          if (more) expect(said.length).toBeGreaterThan(lines.length)
        })
        break
      default:
        it(`${line}: data in ${language}`, () => {
          const read = readers[language]
          if (!read)
            throw new Error(`a block in ${language || 'no language'}: nothing here can tell whether it is true`)
          expect(() => read(text)).not.toThrow()
        })
    }
  }

  const spans = page.spans.filter((span) => dryRunOf(span) !== undefined || /^logto /.test(span))
  it.each(spans)('in a sentence: %s', async (span) => {
    expect(namesWhatExists(span)).toEqual([])
    const line = dryRunOf(span)
    if (line !== undefined) expect(await session.run(meant(line, (await scene()).place))).toMatchObject({ code: 0 })
  })
})

const readers: Record<string, (text: string) => unknown> = {
  json: JSON.parse,
  jsonl: (text) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  yaml: (text) => parseYaml(text),
  csv: (text) =>
    expect(
      new Set(
        text
          .trim()
          .split('\n')
          .map((line) => line.split(',').length),
      ).size,
    ).toBe(1),
}

/** Runs a command as it is meant in a sandbox, with whoever it takes. */
function run(command: string, { place, session }: Scene): Promise<Ended> {
  const line = meant(command, place)
  return personFor(command)?.attend(line, { place, session }) ?? session.run(line)
}

/** One command of a page. */
function show(shown: Shown, scene: () => Promise<Scene>): void {
  const name = `${shown.line}: ${shown.command}`
  const reason = notRun(shown.command)
  if (reason !== undefined) {
    it(`${name} (not run: ${reason})`, () => expect(namesWhatExists(shown.command)).toEqual([]))
    return
  }
  const person = personFor(shown.command)
  const programs = allPrograms.filter((program) => new RegExp(`(^|[|;&(] *)${program} `, 'm').test(shown.command))
  const wanted = person?.onTerminal ? terminalNeed : need(...programs)
  it.skipIf(wanted.lacking)(`${name}${wanted.note}`, async () => {
    const { place, session } = await scene()
    const ended = await run(shown.command, { place, session })
    const made = /verificationId\W+([\w-]+)/.exec(ended.printed)?.[1]
    if (made !== undefined) place.verificationId = made
    if (shown.prints === undefined) expect(ended.code, ended.printed).toBe(0)
    else expect(settled(ended.printed)).toBe(settled(meant(shown.prints, place)))
    if (shown.prints !== undefined) expect(ended.code === 0).toBe(!/^Error:/m.test(shown.prints))
  })
}
