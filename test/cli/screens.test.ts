/** Golden screens of answers and errors, on terminals of several widths; each was looked at in a terminal. */

import stringWidth from 'string-width'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Home, makeHome } from './run.js'
import { answers } from './screen-answers.js'
import { type ScriptedServer, startServer } from './server.js'
import { accessToken } from './tenant.js'
import { linesOf, onTerminal, terminalNeed } from './terminal.js'

const lines = [
  'logto users list',
  "logto users list --columns '*'",
  'logto users list --columns id,name,primaryEmail,isSuspended',
  'logto users get u4x8k2m9p1qz',
  'logto apps get m7x2k9d4p1w8q3z6t5r0b',
  "logto apps get m7x2k9d4p1w8q3z6t5r0b --columns '*'",
  'logto users create --username ann',
  'logto roles create --name x --description y',
  'logto users get nobody',
  'logto hooks list',
  'logto users lst',
  'logto users list --colums id',
]

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  let server: ScriptedServer
  let home: Home
  beforeAll(async () => {
    server = await startServer(answers)
    home = makeHome()
  })
  afterAll(() => {
    server.close()
    home.remove()
  })

  it.concurrent.for([60, 80, 160])('of %i columns', { timeout: 60_000 }, async (columns, { expect }) => {
    const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: accessToken }
    const script = lines.map((line) => `echo '$ ${line.replaceAll("'", '')}'; ${line}`).join('; ')
    const session = await onTerminal(script, { home: home.path, env, columns })
    const shown = linesOf(session).join('\n').replaceAll(server.endpoint, 'http://127.0.0.1:3001')
    expect(shown).toMatchSnapshot()
    expect(shown).not.toContain('never-on-a-screen')
    // A message is one line, however long: a terminal wraps it.
    const tables = shown.split('\n$ ').filter((part) => !part.includes('Error: '))
    const drawn = tables.flatMap((part) => part.split('\n').slice(1)).filter((line) => !line.startsWith('no room for'))
    expect(drawn.filter((line) => stringWidth(line) > columns)).toEqual([])
  })
})
