/** Flags that stand for a part of the body, and what is said after an answer. */

import { describe, expect, it } from 'vitest'
import { errorOf, type Tenant, tenant } from './tenant.js'

const stored = {
  id: 'a1',
  name: 'Shop',
  oidcClientMetadata: {
    redirectUris: ['https://old.example/cb'],
    postLogoutRedirectUris: ['https://old.example'],
    logoUri: 'https://old.example/logo',
  },
  customClientMetadata: { corsAllowedOrigins: ['https://old.example'], refreshTokenTtlInDays: 7 },
  customData: { team: 'a' },
}

/** The body of the last request of a line that must be sent. */
async function sent(line: readonly string[], at?: Tenant): Promise<{ body: unknown; methods: string[] }> {
  const server = at ?? (await tenant({ body: stored }))
  const { code, stderr } = await server.logto(line)
  expect(code, stderr).toBe(0)
  const methods = server.received.map(({ method }) => method)
  return { body: JSON.parse(server.received.at(-1)?.body ?? ''), methods }
}

const create = ['apps', 'create', '--name', 'Shop', '--type', 'SPA']
const update = ['apps', 'update', 'a1']

describe('a flag for a part of the body', () => {
  it('fills the lists beside it that Logto requires', async () => {
    const flags = [
      '--redirect-uri',
      'https://a.example/cb',
      '--redirect-uri',
      'https://b.example/cb',
      '--cors-origin',
      'https://a.example',
    ]
    expect(await sent([...create, ...flags])).toEqual({
      body: {
        name: 'Shop',
        type: 'SPA',
        oidcClientMetadata: {
          redirectUris: ['https://a.example/cb', 'https://b.example/cb'],
          postLogoutRedirectUris: [],
        },
        customClientMetadata: { corsAllowedOrigins: ['https://a.example'] },
      },
      methods: ['POST'],
    })
  })

  it('keeps the rest of the object in an update, which it reads', async () => {
    expect(
      await sent([...update, '--redirect-uri', 'https://new.example/cb', '--custom-data', '{"team":"b"}']),
    ).toEqual({
      body: {
        oidcClientMetadata: { ...stored.oidcClientMetadata, redirectUris: ['https://new.example/cb'] },
        // Given whole, and so sent as it is.
        customData: { team: 'b' },
      },
      methods: ['GET', 'PATCH'],
    })
  })

  it('with --replace sends the part alone', async () => {
    expect(await sent([...update, '--cors-origin', 'https://new.example', '--replace'])).toEqual({
      body: { customClientMetadata: { corsAllowedOrigins: ['https://new.example'] } },
      methods: ['PATCH'],
    })
  })

  it('goes into the object that --body gives', async () => {
    const body = '{"oidcClientMetadata":{"redirectUris":[],"postLogoutRedirectUris":["https://b.example"]}}'
    expect(await sent([...update, '--body', body, '--redirect-uri', 'https://new.example/cb'])).toEqual({
      body: {
        oidcClientMetadata: { redirectUris: ['https://new.example/cb'], postLogoutRedirectUris: ['https://b.example'] },
      },
      methods: ['PATCH'],
    })
  })

  it.each([
    [['--oidc-client-metadata', '{}'], /both set the same place/],
    [['--set', 'oidcClientMetadata.redirectUris[0]=https://b.example'], /both set the same place/],
  ])('beside %j is refused', async (flags, why) => {
    const { logto, received } = await tenant()
    const ended = await logto([...create, '--redirect-uri', 'https://a.example', ...flags, '--json'])
    expect(ended.code).toBe(2)
    expect(errorOf(ended).message).toMatch(why)
    expect(received).toEqual([])
  })

  it('is known to help, docs, schema and Lua', async () => {
    const { logto, received } = await tenant({ body: stored })
    expect((await logto(['apps', 'create', '--help'])).stdout).toMatch(/--redirect-uri=<value>\.\.\./)
    expect((await logto(['docs', 'apps', 'create'])).stdout).toMatch(/--post-logout-redirect-uri/)
    expect((await logto(['schema', 'apps', 'create'])).stdout).toMatch(/redirectUris .*--redirect-uri/)
    expect((await logto(['docs', 'logto.create_application'])).code).not.toBe(1)
    const script = `logto.create_application{name='Shop', type='SPA', redirect_uri={'https://a.example/cb'}}`
    const ended = await logto(['lua', '--eval', script])
    expect(ended.code, ended.stderr).toBe(0)
    expect(JSON.parse(received.at(-1)?.body ?? '')).toMatchObject({
      oidcClientMetadata: { redirectUris: ['https://a.example/cb'], postLogoutRedirectUris: [] },
    })
  })
})

describe('after an answer', () => {
  const answered = (type: string) => tenant({ body: { id: 'a9', name: 'Sync', type } })
  const line = ['apps', 'create', '--name', 'Sync', '--type', 'MachineToMachine']

  it('a person is told how to get the secret', async () => {
    const { logto } = await answered('MachineToMachine')
    const { stderr } = await logto(line)
    expect(stderr).toContain('logto apps list-secrets a9 --show-secrets')
    expect(stderr).toContain('logto apps assign-roles a9')
  })

  it.each([
    ['a type without a secret', 'SPA', []],
    ['a program', 'MachineToMachine', ['--json']],
  ])('%s is told nothing', async (_, type, flags) => {
    const { logto } = await answered(type)
    expect((await logto([...line, ...flags])).stderr).toBe('')
  })
})

it('an id that is given twice is sent once', async () => {
  const { body } = await sent([
    'users',
    'assign-roles',
    'u1',
    '--role-ids',
    'r1',
    '--role-ids',
    'r2',
    '--role-ids',
    'r1',
  ])
  expect(body).toEqual({ roleIds: ['r1', 'r2'] })
})
