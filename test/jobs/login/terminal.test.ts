/** `logto login` as a new user meets it: on a terminal of 80 columns. */

import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { linesOf, onTerminal, type Typing, terminalNeed } from '../../cli/terminal.js'
import { logtoTenant } from './logto-tenant.js'
import { addProfile, machineSecret, type Person, person, secretsOf } from './person.js'

async function talk(who: Person, line: string, typing: readonly Typing[], env: Record<string, string> = {}) {
  const session = await onTerminal(line, { home: who.home, env, typing })
  return { ...session, text: linesOf(session).join(' ').replace(/\s+/g, ' ') }
}

describe.skipIf(terminalNeed.lacking)(`on a terminal${terminalNeed.note}`, () => {
  it('a login asks for address, id and secret, which does not show', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const { code, screen, text } = await talk(ann, 'logto login --storage file', [
      [/Address/, `${tenant.endpoint}/\r`],
      [/Client id/, 'machine\r'],
      [/Client secret/, `${machineSecret}\r`],
    ])
    expect(code).toBe(0)
    expect(text).toContain(`signed in to ${tenant.endpoint} as profile 127.0.0.1, the default one`)
    expect(screen).not.toContain(machineSecret)
    expect(secretsOf(ann, '127.0.0.1')['client-secret']).toBe(machineSecret)
  })

  it.each([
    ['wrong', 'machine', /client secret is not the one of machine.*secret current/],
    ['another-secret', 'no-role', /lacks the scope all: give the application the role 'Logto Management API access'/],
    ['x', 'nobody', /client id nobody is unknown.*check the application nobody in the Console/],
  ])('the secret %s of %s is refused with what to do next', async (secret, id, why) => {
    const tenant = await logtoTenant()
    const ann = person()
    const { code, text } = await talk(ann, `logto login --storage file --endpoint ${tenant.endpoint}`, [
      [/Client id/, `${id}\r`],
      [/Client secret/, `${secret}\r`],
    ])
    expect(code).toBe(3)
    expect(text).toMatch(why)
    expect(ann.files()).toEqual([])
  })

  it('each answer is checked as it is given, and asked for again', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const { code, text } = await talk(ann, 'logto login --storage file --retries 0', [
      [/Address/, 'no-such-host.invalid\r'],
      [
        /no-such-host\.invalid has|no-such-host\.invalid.*check the/,
        `\u0015${tenant.endpoint.replace('http://', '')}\r`,
      ],
      [/Client id/, 'the machine\r'],
      [/A client id has letters/, '\u0015machine\r'],
      [/Client secret/, `${machineSecret}\r`],
    ])
    expect(code).toBe(0)
    expect(text).toContain(`signed in to ${tenant.endpoint} as profile 127.0.0.1`)
  })

  it.each([
    /Address/,
    /Client id/,
    /Client secret/,
  ])('Ctrl-C at %s ends with 130, and nothing is stored', async (sight) => {
    const tenant = await logtoTenant()
    const ann = person()
    const all: Typing[] = [
      [/Address/, `${tenant.endpoint}\r`],
      [/Client id/, 'machine\r'],
      [/Client secret/, '\r'],
    ]
    const end = all.findIndex(([each]) => each.source === sight.source)
    const { code } = await talk(ann, 'logto login --storage file', [...all.slice(0, end), [sight, '\u0003']])
    expect(code).toBe(130)
    // The address was asked whether a Logto is there.
    const sent = tenant.received.map(({ path }) => path).filter((path) => path !== '/api/status')
    expect({ files: ann.files(), sent }).toEqual({ files: [], sent: [] })
  })

  it('without a keychain a file is offered; no is no', async () => {
    const tenant = await logtoTenant()
    const [ann, bob] = [person(), person()]
    const env = { LOGTO_KEYCHAIN: 'off', LOGTO_CLIENT_SECRET: machineSecret }
    const line = `logto login -p w --endpoint ${tenant.endpoint} --client-id machine`
    const agreed = await talk(ann, line, [[/Keep the secrets in a file/, 'y\r']], env)
    expect(agreed.code).toBe(0)
    expect(ann.profile('w')?.storage).toBe('file')
    const declined = await talk(bob, line, [[/Keep the secrets in a file/, 'n\r']], env)
    expect(declined.code).toBe(3)
    expect(declined.text).toContain('turned off by LOGTO_KEYCHAIN')
    expect(bob.files()).toEqual([])
  })

  it('a secret that was not typed is asked for again', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const { code, text } = await talk(ann, `logto login --storage file --endpoint ${tenant.endpoint}`, [
      [/Client id/, 'machine\r'],
      [/Client secret/, '\r'],
      [/Nothing was typed/, `${machineSecret}\r`],
    ])
    expect(text).not.toMatch(/internal error/)
    expect(code).toBe(0)
  })

  it('a secret that should be piped in is asked for without echo', async () => {
    const tenant = await logtoTenant()
    const ann = person()
    const line = `logto login --storage file --endpoint ${tenant.endpoint} --client-id machine --client-secret-stdin`
    const { code, screen } = await talk(ann, line, [[/--client-secret-stdin:/, `${machineSecret}\r`]])
    expect(code).toBe(0)
    expect(screen).not.toContain(machineSecret)
  })

  it('a token is warned of', async () => {
    const ann = person()
    const env = { LOGTO_ENDPOINT: 'http://127.0.0.1:9', LOGTO_ACCESS_TOKEN: 'the-token' }
    const { code, text } = await talk(ann, 'logto token', [], env)
    expect(code).toBe(0)
    expect(text).toMatch(/Whoever has this token.*the-token/)
    const piped = await talk(ann, 'logto token | cat', [], env)
    expect(piped.text).not.toContain('Whoever')
  })

  it('removing a profile asks', async () => {
    const ann = person()
    await addProfile(ann, 'work', { endpoint: 'https://acme.logto.app' })
    const no = await talk(ann, 'logto profiles remove work', [[/\(y\/N\)/, '\r']])
    expect([no.code, ann.profileNames()]).toEqual([2, ['work']])
    const yes = await talk(ann, 'logto profiles remove work', [[/\(y\/N\)/, 'y\r']])
    expect([yes.code, ann.profileNames(), ann.secrets()]).toEqual([0, [], {}])
  })

  describe('with a browser', () => {
    /** A desktop whose browser writes down what it is told to open. */
    function desktop(who: Person) {
      const bin = join(who.home, 'bin')
      const opened = join(who.home, 'opened')
      mkdirSync(bin)
      writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\necho "$1" >> '${opened}'\n`)
      chmodSync(join(bin, 'xdg-open'), 0o755)
      return {
        env: { DISPLAY: ':0', PATH: `${bin}:${process.env.PATH}` },
        opened: () => (existsSync(opened) ? readFileSync(opened, 'utf8').trim().split('\n') : []),
      }
    }

    it.each([
      ['the admin tenant’s own address', undefined, '', 1],
      ['an address elsewhere', 'https://elsewhere.example/device', '', 0],
      ['what is no web address', 'file:///etc/passwd', '', 0],
      ['anything, when told not to', undefined, '--no-browser', 0],
    ])('%s is opened or not', async (_, address, flag, times) => {
      const tenant = await logtoTenant({
        deviceCodeTtl: 3,
        intercept: (path, _form, body) =>
          path === '/device/auth' && address
            ? { status: 200, body: { ...body, verification_uri: address, verification_uri_complete: address } }
            : undefined,
      })
      const ann = person()
      const { env, opened } = desktop(ann)
      const line = `logto login --storage file --device --endpoint ${tenant.endpoint} --admin-endpoint ${tenant.endpoint} ${flag}`
      const { code, text } = await talk(ann, line, [], env)
      expect(code).toBe(address?.startsWith('file') ? 7 : 3)
      expect(text).toMatch(address?.startsWith('file') ? /no web address/ : /type the code/)
      expect(opened()).toHaveLength(times)
      for (const each of opened()) expect(each).toMatch(`${tenant.endpoint}/oidc/device?user_code=`)
    })
  })
})
