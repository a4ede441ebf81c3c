/** Who and what the commands of the pages mean on a sandbox, and what people do while some of them run. */

import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { stripVTControlCharacters } from 'node:util'
import { seededPassword } from '../../src/sandbox/seed.js'
import { onTerminal, type Typing, terminalNeed } from '../cli/terminal.js'
import { requestToken } from '../sandbox/client.js'
import type { Ended, Session } from './session.js'

/** A sandbox that commands of a page are for. */
export interface Place {
  url: string
  clientId: string
  clientSecret: string
  /** A native application with the device flow and token exchange, as README.md has one made. */
  nativeApp: string
  /** Of the verification record that a command made last. */
  verificationId?: string
}

export interface Scene {
  place: Place
  session: Session
}

/** Makes a sandbox ready for the pages. */
export async function openPlace(sandbox: Omit<Place, 'nativeApp'>): Promise<Place> {
  const { json } = await requestToken(sandbox)
  const body = {
    name: 'Command line',
    type: 'Native',
    oidcClientMetadata: { redirectUris: [], postLogoutRedirectUris: [] },
    customClientMetadata: { isDeviceFlow: true, allowTokenExchange: true },
  }
  const made = await fetch(`${sandbox.url}/api/applications`, {
    method: 'POST',
    headers: { authorization: `Bearer ${json.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { id } = (await made.json()) as { id: string }
  return { ...sandbox, nativeApp: id }
}

/** Names of the pages, and what they stand for in the sandbox. */
const standsFor: readonly [name: string, means: (place: Place) => string][] = [
  ['http://localhost:3001', ({ url }) => url],
  ['http://localhost:3002', ({ url }) => url],
  ['https://api.example.com', () => 'https://orders.example.com/api'],
  ['https://acme.logto.app', ({ url }) => url],
  ['users find ann@example.com', () => 'users find ana.duarte@example.com'],
  ['u4x8k2m9p1qz', () => 'ana000000000'],
  ['annlee', () => 'ana'],
  ['a7k2m9x4p1qz', () => 'demo-app'],
  ['https://app.example.com/callback', ({ url }) => `${url}/demo-app`],
  ['v7d2k9x4m1p8w3q6z5t0a', ({ verificationId }) => verificationId ?? 'none'],
  ['o3n8k5w2r7t1', () => 'orgharbourbo'],
  ['m7x2k9d4p1w8q3z6t5r0b', ({ clientId }) => clientId],
  ['n3k8x2m9p1qzt7w4v6y0c', ({ nativeApp }) => nativeApp],
  ['the-secret-of-the-application', ({ clientSecret }) => clientSecret],
]

/** Where a package is installed: pages start it by `npx`, which would ask the network for it. */
const installed = join(import.meta.dirname, '..', '..', 'node_modules')

/** A command as it is meant for a sandbox; secrets go to a file, since there may be no keychain here. */
export function meant(command: string, place: Place): string {
  const named = standsFor.reduce((text, [name, means]) => text.replaceAll(name, means(place)), command)
  const local = named.replace(/\bnpx -y (@modelcontextprotocol\/[\w-]+)/g, `node ${installed}/$1/dist/index.js`)
  return local.replace(/\blogto login (?=--)|(?<=\blogto [^\n]*)(--save |--secret-header (?!.*--storage))/, (words) =>
    words.startsWith('logto') ? `${words}--storage file ` : `--storage file ${words}`,
  )
}

/** Commands that are not run, and why; the names in them are checked all the same. */
const notRunFor: readonly [line: RegExp, reason: string][] = [
  [/^npm ci && npm (run demo|test)\b/, 'test/bare-machine.sh runs it'],
  [/^npm install -g /, 'test/release/check.ts runs it'],
  [/^npm ci && npm run standalone$/, 'test/release/standalone.test.ts runs it'],
  [/^(sha256sum --check|chmod \+x|mv) logto-linux-x64/, 'test/release/standalone.test.ts makes the file'],
  [/^eval .*autocomplete/, 'test/jobs/find/completion.test.ts runs it in each shell'],
  [/^logto account step-up --email/, 'test/jobs/end-user/step-up.test.ts has the mail'],
  [/ (NAME|TOPIC|WORDS)\b/, 'the word in capitals stands for another'],
  [/^logto login --(device|user)$/, 'the whole of it is in README.md'],
  [
    /^logto tenant (pull|diff|apply) staging\/( +#.*)?$/,
    'test/jobs/tenant runs it; applications of this page have the same name',
  ],
  [/^logto tenant .* -p (staging|production)\b/, 'test/jobs/tenant/round-trip.test.ts has two tenants'],
  [/^logto batch users (suspend|update) --input \S+( --merge +#.*)?$/, 'test/jobs/bulk/guide.test.ts has the rows'],
  [/^logto users delete \S+ \S+ +# a few/, 'test/jobs/bulk/batch.test.ts deletes several'],
  [/^logto [a-z-]+ edit\b/, 'test/jobs/edit has the editors'],
  [/^logto open\b/, 'test/jobs/open has the Consoles'],
  [/^logto profiles set work --(endpoint|client-id) /, 'test/jobs/login/change.test.ts has two tenants'],
  [/^logto refresh --from /, 'test/jobs/refresh has other places to read from'],
  [/^npm run bench/, 'takes minutes, and wants a machine for itself'],
]

export function notRun(command: string): string | undefined {
  return notRunFor.find(([line]) => line.test(command))?.[1]
}

/** Somebody who does something while a command runs. */
export interface Person {
  onTerminal?: boolean
  attend(command: string, scene: Scene): Promise<Ended>
}

/**
 * Answers the questions of a command on a terminal. Where there is none, `instead` is the command that needs no
 * questions, so that what comes after finds the same; without it the command is skipped there.
 */
function typist(typing: (place: Place) => readonly Typing[], instead?: (command: string) => string): Person {
  return {
    onTerminal: instead === undefined,
    async attend(command, { place, session }) {
      if (instead !== undefined && terminalNeed.lacking) return session.run(instead(command))
      const line = `cd '${session.folder}'; ${command}`
      const env = { ...session.env, ...(await session.exported()) }
      const { code, screen } = await onTerminal(line, { home: session.home, env, typing: typing(place) })
      return { code: code ?? -1, printed: stripVTControlCharacters(screen) }
    },
  }
}

/** Approves a sign-in by device, as the browser would. */
function approver(username: string): Person {
  return {
    attend: (command, { session }) =>
      session.run(command, async (printed) => {
        const [, url, code] = /Open (\S+?)(?:\/oidc)?\/device and type the code (\S+)/.exec(printed()) ?? []
        if (code === undefined) return false
        const body = new URLSearchParams({ username })
        await fetch(`${url}/sandbox/device-codes/${code}`, { method: 'POST', body })
        return true
      }),
  }
}

/** Gives a command that would go on for ever two seconds, then Ctrl-C. */
const watcher: Person = {
  async attend(command, { session }) {
    const ended = await session.run(command.replace(/^logto/, 'timeout --preserve-status -s INT 2 logto'))
    return ended.code === 130 ? { ...ended, code: 0 } : ended
  },
}

/** Waits as long as it takes for a sandbox, which on a busy machine is more than the second that the page says. */
const opener: Person = {
  async attend(command, { session }) {
    const ended = await session.run(command)
    const deadline = performance.now() + 20_000
    while (!session.read('sandbox.env').includes('LOGTO_CLIENT_SECRET') && performance.now() < deadline) await delay(50)
    return ended
  },
}

const people: readonly [line: RegExp, Person][] = [
  [
    /^logto login$/,
    typist(({ url, clientId, clientSecret }) => [
      [/Keep the secrets in a file/, 'y\r'],
      [/Address/, `${url}\r`],
      [/[Cc]lient id/, `${clientId}\r`],
      [/secret:/, `${clientSecret}\r`],
    ]),
  ],
  [/^logto login --user/, approver('ana')],
  [/^logto login --device/, approver('grace')],
  [
    /^logto account step-up[^<]*$/,
    typist(
      () => [[/[Pp]assword/, `${seededPassword}\r`]],
      (command) => `echo ${seededPassword} | ${command} --password-stdin`,
    ),
  ],
  [
    /'--password=\?'/,
    typist(
      () => [[/[Pp]assword/, `${seededPassword}\r`]],
      (command) => `echo ${seededPassword} | ${command.replace("'--password=?'", '--password -')}`,
    ),
  ],
  [
    /^logto (users impersonate .*--save|profiles remove)/,
    typist(
      () => [[/\?/, 'y\r']],
      (command) => command.replace(/( &&|$)/, ' --yes$1'),
    ),
  ],
  [/^logto sandbox > sandbox\.env &/, opener],
  [
    /^logto mcp servers add .*--secret-header Authorization$/,
    typist(
      () => [[/Authorization/, 'Bearer the-token\r']],
      (command) => `echo 'Bearer the-token' | ${command}`,
    ),
  ],
  [/^logto logs tail/, watcher],
  [/^logto lua --repl/, typist(() => [[/> /, '\u0004']])],
]

export function personFor(command: string): Person | undefined {
  return people.find(([line]) => line.test(command))?.[1]
}
