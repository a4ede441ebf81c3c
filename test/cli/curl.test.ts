import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { need } from '../programs.js'
import { run, shell } from './run.js'
import { type Received, type ScriptedServer, startServer } from './server.js'

const curl = need('curl', 'awk')
const token = 'a-token-of-the-test'
const awkward = `it's "quoted" \\ back\nnew line\ttab $HOME \`x\` ü🎉`

/** What was sent, without what differs between two programs that send the same. */
function essence({ method, path, query, headers, body }: Received) {
  const type = headers['content-type'] ?? ''
  const isUpload = type.startsWith('multipart/')
  return {
    method,
    path,
    query,
    authorization: headers.authorization,
    type: type.split(';')[0],
    body: isUpload
      ? body
          .trimEnd()
          .replaceAll(/-{4,}[\w-]+/g, 'BOUNDARY')
          .replaceAll(/\s+/g, ' ')
      : body && JSON.parse(body),
  }
}

describe.skipIf(curl.lacking)(`--curl${curl.note}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'logto-curl-'))
  let server: ScriptedServer

  beforeAll(async () => {
    server = await startServer(() => ({ body: {} }))
    writeFileSync(join(home, 'logo.png'), 'not really a picture')
  })

  afterAll(() => {
    server.close()
    rmSync(home, { recursive: true })
  })

  it.each<[name: string, args: string[], variables: Record<string, string>]>([
    ['a list with a search', ['users', 'list', '--contains', `o'brien & co`, '--page', '2'], {}],
    ['an argument to encode', ['users', 'get', 'a b/c?d'], {}],
    ['a body of awkward text', ['users', 'create', '--name', awkward, '--set', 'customData.note=$(x)'], {}],
    ['a secret', ['users', 'create', '--username', 'ann', '--password', awkward], { PASSWORD: awkward }],
    ['a deletion', ['users', 'delete', 'u1', '--yes'], {}],
    ['an upload', ['user-assets', 'upload', '--file', 'logo.png'], {}],
    ['a header of one’s own', ['users', 'get', 'u1', '--header', "x-note: it's"], {}],
    ['a raw request', ['api', 'PATCH', '/api/users/u1', '-f', 'name=Ann'], {}],
    ['a secret parameter', ['api', 'GET', '/api/x?a=1', '-f', `token=${awkward}`], { TOKEN: awkward }],
    [
      'a secret parameter beside a body',
      [
        'api',
        'POST',
        '/api/x?a=1',
        '--query-param',
        `token=${awkward}`,
        '--query-param',
        'code=4/x+y',
        '-f',
        'name=Ann',
      ],
      { TOKEN: awkward, CODE: '4/x+y' },
    ],
    [
      'secret parameters alone beside a secret',
      ['api', 'POST', '/api/x', '--query-param', `token=${awkward}`, '-f', 'password=hunter2'],
      { TOKEN: awkward, PASSWORD: 'hunter2' },
    ],
  ])('prints a line that sends what the program sends: %s', async (_, args, variables) => {
    const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: token }
    const before = server.received.length
    const shown = await run([...args, '--curl'], home, { env })
    expect(server.received).toHaveLength(before)
    expect(shown.code).toBe(0)
    const printed = shown.stdout + shown.stderr
    for (const secret of [token, ...Object.values(variables)]) expect(printed).not.toContain(secret)

    expect((await run(args, home, { env })).code).toBe(0)
    const line = shown.stdout.replace(/^curl /m, 'curl --silent ')
    const ran = await shell(line, home, { env: { LOGTO_ENDPOINT: server.endpoint, LOGTO_TOKEN: token, ...variables } })
    expect(ran.stderr).toBe('')
    const [own, byCurl] = server.received.slice(before)
    expect(own && byCurl && essence(byCurl)).toEqual(own && essence(own))
  })

  it('needs neither a tenant nor credentials', async () => {
    const { code, stdout } = await run(['users', 'list', '--curl'], home)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^curl .*"\$LOGTO_ENDPOINT\/api\/users"/)
  })
})
