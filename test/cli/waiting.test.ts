/** What a person sees of a wait, and that Ctrl-C leaves the terminal as it was, wherever it comes. */

import { describe, expect, it } from 'vitest'
import type { Reply, Script } from './server.js'
import { accessToken, tenant } from './tenant.js'
import { linesOf, onTerminal, type Typing, terminalNeed } from './terminal.js'

async function terminal(line: string, answer: Reply | Script, typing: readonly Typing[] = []) {
  const server = await tenant(answer)
  const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: accessToken }
  const session = await onTerminal(line, { home: server.home, env, typing })
  return { ...session, text: linesOf(session).join('\n'), received: server.received }
}

const slow: Script = () => new Promise((resolve) => setTimeout(() => resolve({ body: [{ id: 'h1' }] }), 1000))

const pages: Script = async ({ query }) => {
  await new Promise((resolve) => setTimeout(resolve, 400))
  const page = Number(new Map(query).get('page'))
  return { body: Array.from({ length: 100 }, (_, i) => ({ id: `u${page}-${i}` })), headers: { 'total-number': '300' } }
}

const wheel = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/
const hide = '\u001b[?25l'
const show = '\u001b[?25h'

describe.skipIf(terminalNeed.lacking)(`a wait${terminalNeed.note}`, () => {
  it('turns a wheel after a while, and takes it away for the answer', async () => {
    const { code, screen } = await terminal('logto hooks list', slow)
    expect(code).toBe(0)
    expect(screen).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] waiting for the answer/)
    const [, afterwards = ''] = screen.split(/waiting for the answer(?!.*waiting for the answer)/s)
    // The line is cleared before anything else is written.
    expect(afterwards.startsWith('\r\u001b[K')).toBe(true)
    expect(afterwards).toContain('h1')
    expect(screen).not.toContain(hide)
  })

  it('says how far it has come when it walks pages', async () => {
    const { code, screen } = await terminal('logto users list --all --columns id > rows.txt; tail -1 rows.txt', pages)
    expect(code).toBe(0)
    expect(screen).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] █+░+ [12]00 of 300/)
    expect(screen).toContain('u3-99')
  })

  it('says so in every format where the output goes to a file', async () => {
    const { code, screen } = await terminal(
      'logto users list --all -o csv --columns id > rows.csv; tail -1 rows.csv',
      pages,
    )
    expect(code).toBe(0)
    expect(screen).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] █+░+ [12]00 of 300/)
    expect(screen).toContain('u3-99')
  })

  it.each([
    ['a machine format in a pipe', 'logto hooks list --json | cat', slow],
    ['an answer that comes at once', 'logto hooks list', { body: [{ id: 'h1' }] }],
    ['standard error in a file', 'logto hooks list 2> notices.txt; cat notices.txt', slow],
    ['a machine format', 'logto hooks list --json', slow],
    ['CI', 'CI=true logto hooks list', slow],
    ['a dumb terminal', 'TERM=dumb logto hooks list', slow],
  ] as const)('shows nothing with %s', async (_, line, answer) => {
    const { code, screen } = await terminal(line, answer)
    expect(code).toBe(0)
    expect(screen).toContain('h1')
    expect(screen).not.toMatch(wheel)
    expect(screen).not.toContain('waiting')
  })
})

describe.skipIf(terminalNeed.lacking)(`Ctrl-C${terminalNeed.note}`, () => {
  const never: Script = () => undefined

  it.each<[where: string, line: string, sight: RegExp]>([
    ['while an answer is waited for', 'logto hooks list', /waiting for the answer/],
    ['in the middle of a walk', 'logto users list --all --columns id > rows.txt', /of 300/],
    ['at a question', 'logto users delete u1', /\(y\/N\)/],
    ['at a secret', "logto users update-password u1 '--password=?'", /password/i],
    ['at the first question of a login', 'logto login --storage file', /Address/],
    ['at the secret of a login', 'logto login --storage file --endpoint http://127.0.0.1:9 --client-id c', /secret:/],
  ])('%s leaves the terminal as it was, and ends with 130', async (_, line, sight) => {
    // The settings of the terminal (echo, line mode, signals) are compared as `stty -g` tells them.
    const script = `before=$(stty -g); ${line}; echo "code $?"; [ "$before" = "$(stty -g)" ] && echo same`
    const clean = `unset LOGTO_ENDPOINT LOGTO_ACCESS_TOKEN; ${script}`
    const isLogin = line.includes('login')
    const answer = line.includes('--all') ? pages : never
    const { screen, text, received } = await terminal(isLogin ? clean : script, answer, [[sight, '\u0003']])
    expect(text).toMatch(/code 130\n(.*\n)*same/)
    expect(screen.lastIndexOf(show)).toBeGreaterThanOrEqual(screen.lastIndexOf(hide))
    expect(received.filter(({ method }) => method !== 'GET')).toEqual([])
    // The prompt that follows has a line of its own.
    expect(text).toMatch(/\ncode 130/)
    expect(text).not.toMatch(/Error|\bat .*\.js/)
  })
})
