/** `logto mcp serve` on a sandbox, through the official client. */

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Sandbox, startSandbox } from '../../../src/sandbox/start.js'
import { makeHome, run } from '../../cli/run.js'
import { startServer } from '../../cli/server.js'
import { writeProfiles } from '../lua/profiles.js'
import { type Assistant, assistant, type Starting, yes } from './assistant.js'

let sandbox: Sandbox
const home = makeHome()

beforeAll(async () => {
  sandbox = await startSandbox({ users: 150, operations: new URL('../../../operations/', import.meta.url) })
})

afterAll(async () => {
  for (const kept of [declining, alone]) await (await kept)?.client.close()
  await sandbox.close()
  home.remove()
})

function credentials({ url, clientId, clientSecret }: Sandbox) {
  return { LOGTO_ENDPOINT: url, LOGTO_CLIENT_ID: clientId, LOGTO_CLIENT_SECRET: clientSecret }
}

/** Of those that hand on power each asks one of these. */
let declining: Promise<Assistant> | undefined
let alone: Promise<Assistant> | undefined

function served(words: readonly string[] = [], more: Partial<Starting> = {}, keep = false): Promise<Assistant> {
  return assistant({ words, home: home.path, env: credentials(sandbox), ...more }, keep)
}

const suspend = (id: string, is: boolean) => ({
  operation: 'update_user_is_suspended',
  parameters: { user_id: id, is_suspended: is },
})

describe('the tools', () => {
  it('are five, in less than 8,000 bytes', async () => {
    const { client } = await served()
    const listed = await client.listTools()
    expect(listed.tools.map(({ name }) => name)).toEqual(['search', 'describe', 'call', 'run_lua', 'who'])
    expect(Buffer.byteLength(JSON.stringify(listed))).toBeLessThan(8000)
  })

  it.each([
    ['read', true],
    ['write', false],
    ['destroy', false],
  ])('say the truth of themselves with --allow %s', async (level, reads) => {
    const { client } = await served(['--allow', level])
    const { tools } = await client.listTools()
    const hints = Object.fromEntries(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint]))
    expect(hints).toEqual({ search: true, describe: true, call: reads, run_lua: reads, who: true })
  })

  it('find, describe and call an operation', async () => {
    const reading = await served()
    const { use } = reading
    expect((await use('search', { words: 'suspend a user' })).json.operations[0]).toEqual({
      name: 'update_user_is_suspended',
      summary: 'Suspend a user or lift the suspension',
      request: 'PATCH /api/users/{userId}/is-suspended',
    })
    const page = (await use('describe', { operation: 'users get' })).text
    expect(page).toContain('logto.get_user: Show a user')
    expect(page).toContain('{"operation":"get_user","parameters":{"user_id":')
    expect(page).toContain('This server allows it.')
    const rights = async (server: Assistant, operation: string) =>
      (await server.use('describe', { operation })).text.trimEnd().split('\n').at(-1)
    expect(await rights(reading, 'update_user')).toBe('This server does not allow it: it needs --allow write.')
    const writing = await served(['--allow', 'write'])
    expect(await rights(writing, 'update_user')).toBe(
      'This server allows it; the person is asked first where it gives more than name, avatar, customData, profile.',
    )
    expect(await rights(writing, 'create_hook')).toBe('It can hand on power or data: the person is asked first.')
    expect(await rights(writing, 'delete_user')).toBe('This server does not allow it: it needs --allow destroy.')
    const user = await use('call', {
      operation: 'GetUser',
      parameters: { user_id: 'ana000000000' },
      fields: ['id', 'profile.givenName'],
    })
    expect(user.json).toEqual({
      status: 200,
      answer: { id: 'ana000000000', profile: { givenName: 'Ana' } },
      request_id: expect.any(String),
    })
    expect(user.result.structuredContent).toEqual(user.json)
  })

  it('run a script', async () => {
    const { use } = await served()
    const { json } = await use('run_lua', {
      script:
        'local n = 0 for user in logto.each(logto.list_users, {}) do n = n + 1 end print(arg[1]) return { users = n }',
      arguments: ['hello'],
    })
    expect(json).toEqual({ result: { users: expect.any(Number) }, output: 'hello\n', calls: { all: 2, changed: 0 } })
    expect(json.result.users).toBeGreaterThan(150)
  })

  it('tell who it is', async () => {
    const { use } = await served(['--only', 'users'])
    expect((await use('who')).json).toMatchObject({
      endpoint: sandbox.url,
      profile: null,
      acts_as: 'application',
      client_id: sandbox.clientId,
      works: 'yes',
      allows: 'read',
      topics: ['users'],
      person_can_be_asked: false,
    })
  })

  it('say what is wrong with what they are given', async () => {
    const { use } = await served()
    const wrong = async (tool: string, given: Record<string, unknown>) => (await use(tool, given)).json.error
    expect(await wrong('call', {})).toEqual({ code: 'usage.bad_argument', message: 'call: operation is missing' })
    expect(await wrong('call', { operation: 'list_userz' })).toMatchObject({ hint: 'did you mean list_users?' })
    expect(await wrong('call', { operation: 'users lst' })).toMatchObject({ hint: 'did you mean users list?' })
    expect(await wrong('call', { operation: 'Nonsense' })).toMatchObject({ hint: 'find its name with search' })
    expect(await wrong('call', { operation: 'users' })).toMatchObject({ code: 'lua.unknown_name' })
    expect(await wrong('call', { operation: 'list_users', page: 1 })).toMatchObject({ message: 'call takes no page' })
    expect(await wrong('call', { operation: 'list_users', parameters: [] })).toMatchObject({
      message: 'call: parameters must be an object',
    })
    expect(await wrong('search', { words: 1 })).toMatchObject({ message: 'search: words must be a string' })
    expect(await wrong('describe', { operation: 'guide', skip: -1 })).toMatchObject({ code: 'usage.bad_argument' })
    expect(await wrong('call', { operation: 'get_user', parameters: { user: 'x' } })).toMatchObject({
      code: 'usage.unknown_input',
      hint: 'see the tool describe',
    })
  })
})

describe('commands that are no operations', () => {
  it('are neither found, described nor called, nor in a script', async () => {
    const { use } = await served(['--allow', 'destroy'], { person: yes })
    const { commands } = JSON.parse(readFileSync(new URL('../../../oclif.manifest.json', import.meta.url), 'utf8'))
    const index = JSON.parse(readFileSync(new URL('../../../operations/index.json', import.meta.url), 'utf8'))
    const byHand = Object.keys(commands)
      .map((id) => id.replaceAll(':', ' '))
      .filter((command) => !(command in index))
    expect(byHand).toEqual(expect.arrayContaining(['users import', 'tenant apply', 'batch', 'login', 'mcp serve']))
    for (const command of byHand) {
      for (const tool of ['call', 'describe']) {
        const { isError, json } = await use(tool, { operation: command })
        expect({ command, isError }).toEqual({ command, isError: true })
        expect(json.error.code).toMatch(/^(mcp\.no_operation|lua\.unknown_name)$/)
      }
      const script = `return logto[${JSON.stringify(command.replace(/\W/g, '_'))}]{}`
      expect({ command, isError: (await use('run_lua', { script })).isError }).toEqual({ command, isError: true })
    }
    const { operations } = (await use('search', { words: 'import users', limit: 50 })).json
    expect(operations.every(({ request }: { request: string }) => /^[A-Z]+ \/api\//.test(request))).toBe(true)
  })
})

describe('resources', () => {
  it('are the guide, the page of each operation, and the sign-in experience', async () => {
    const { client } = await served()
    const { resources } = await client.listResources()
    expect(resources.map(({ uri }) => uri)).toEqual(['logto://guide', 'logto://sign-in-experience'])
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['logto://operations/{name}'])
    const read = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents
      return content && 'text' in content ? content.text : ''
    }
    expect(await read('logto://guide')).toContain('# Scripts in Lua')
    expect(await read('logto://operations/list_users')).toContain('logto.list_users: List users')
    expect(JSON.parse(await read('logto://sign-in-experience'))).toMatchObject({ status: 200, answer: { signIn: {} } })
    await expect(client.readResource({ uri: 'logto://operations/../x' })).rejects.toMatchObject({ code: -32002 })
  })
})

describe('a server that reads', () => {
  it('refuses writes, by call and in scripts, and asks nobody', async () => {
    const { use, asked } = await served([], { person: yes })
    expect((await use('call', suspend('bo0000000000', true))).json.error).toEqual({
      code: 'mcp.not_allowed',
      message: 'users set-suspended changes the tenant, and this server allows read alone',
      hint: 'the person who started it can allow more with --allow write',
    })
    const script = 'logto.update_user_is_suspended{ user_id = "bo0000000000", is_suspended = true }'
    expect((await use('run_lua', { script })).json.error).toMatchObject({ code: 'mcp.not_allowed' })
    expect(
      (await use('call', { operation: 'get_user', parameters: { user_id: 'bo0000000000' } })).json.answer.isSuspended,
    ).toBe(false)
    expect(asked).toEqual([])
  })

  it('is the only kind that a read-only profile or project gives', async () => {
    const { received, home } = await tokenProfile({ readOnly: true })
    const { use } = await assistant({ words: ['--profile', 'work', '--allow', 'destroy'], home, person: yes })
    expect((await use('call', suspend('u1', true))).json.error).toMatchObject({ code: 'profile.read_only' })
    expect((await use('who')).json).toMatchObject({ profile: 'work', read_only: ['profile work'] })
    expect(received.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})

describe('a server that writes', () => {
  it('does what hands on nothing without a question', async () => {
    const { use, asked } = await served(['--allow', 'write'], { person: yes })
    expect((await use('call', suspend('chidi0000000', true))).json).toMatchObject({
      status: 200,
      answer: { isSuspended: true },
    })
    expect(
      (await use('call', { operation: 'update_user', parameters: { user_id: 'chidi0000000', name: 'Chidi' } })).json
        .status,
    ).toBe(200)
    expect(asked).toEqual([])
  })

  it.each([
    ['assign_user_roles', { user_id: 'ana000000000', role_ids: ['r1'] }],
    ['update_user_password', { user_id: 'ana000000000', password: 'another-Pass-2' }],
    ['update_user', { user_id: 'ana000000000', primary_email: 'eve@example.com' }],
    ['create_user', { username: 'eve', password: 'another-Pass-2' }],
    ['create_user', { username: 'eve', primary_email: 'eve@example.com' }],
    ['update_user_is_suspended', { user_id: 'ana000000000', is_suspended: false }],
    ['create_user', { body: { username: 'eve', somethingNew: true }, validate: false }],
    ['create_user_personal_access_token', { user_id: 'ana000000000', name: 'x' }],
    ['create_hook', { name: 'x', events: ['PostSignIn'], config: { url: 'https://eve.example.com' } }],
    ['update_sign_in_exp', { sign_in_mode: 'SignIn' }],
    [
      'update_application',
      {
        id: 'demo-app',
        oidc_client_metadata: { redirectUris: ['https://eve.example.com'], postLogoutRedirectUris: [] },
      },
    ],
    ['create_subject_token', { user_id: 'ana000000000' }],
    ['add_one_time_tokens', { email: 'ana.duarte@example.com' }],
    ['upsert_jwt_customizer', { token_type_path: 'access-token', script: 'x' }],
  ])('asks before %s, which hands on power, or is refused', async (operation, parameters) => {
    declining ??= served(['--allow', 'write'], { person: () => ({ action: 'decline' }) }, true)
    alone ??= served(['--allow', 'destroy'], {}, true)
    const { use, asked } = await declining
    const before = asked.length
    expect((await use('call', { operation, parameters })).json.error).toMatchObject({ code: 'mcp.declined' })
    expect(asked).toHaveLength(before + 1)
    expect(asked[before]?.message).toContain(' It can hand on power or data')
    expect(asked[before]?.message).not.toContain('another-Pass-2')
    const refused = await (await alone).use('call', { operation, parameters })
    expect(refused.json.error).toMatchObject({ code: 'mcp.cannot_ask' })
  })

  it('destroys nothing', async () => {
    const { use, asked } = await served(['--allow', 'write'], { person: yes })
    expect(
      (await use('call', { operation: 'delete_user', parameters: { user_id: 'ana000000000' } })).json.error,
    ).toMatchObject({
      code: 'mcp.not_allowed',
      hint: 'the person who started it can allow more with --allow destroy',
    })
    // By a set of nothing, too.
    const empty = { operation: 'replace_user_roles', parameters: { user_id: 'ana000000000', role_ids: [] } }
    expect((await use('call', empty)).json.error).toMatchObject({ code: 'mcp.not_allowed' })
    expect(asked).toEqual([])
  })
})

describe('a server that destroys', () => {
  const remove = { operation: 'delete_user', parameters: { user_id: 'dana00000000' } }

  it.each([
    ['declines', { action: 'decline' as const }],
    ['closes the question', { action: 'cancel' as const }],
    ['does not tick the box', { action: 'accept' as const, content: { go_ahead: false } }],
    ['answers something else', { action: 'accept' as const, content: { yes: true } }],
  ])('does nothing where the person %s', async (_, answer) => {
    const { use } = await served(['--allow', 'destroy'], { person: () => answer })
    expect((await use('call', remove)).json.error).toMatchObject({ code: 'mcp.declined' })
    expect((await use('call', { operation: 'get_user', parameters: remove.parameters })).isError).toBe(false)
  })

  it('asks each time, naming operation, tenant and ids', async () => {
    const { use, asked } = await served(['--allow', 'destroy'], { person: yes })
    expect((await use('call', remove)).json).toMatchObject({ status: 204 })
    await use('call', remove)
    expect(asked.map(({ message }) => message)).toEqual(
      Array(2).fill(
        `An assistant wants to run "logto users delete" (DELETE /api/users/{userId}) with user-id "dana00000000" on ${sandbox.url}. It destroys something. Go ahead?`,
      ),
    )
  })

  it('shows each value that it gives, first those that hand on power, and the query', async () => {
    const { use, asked } = await served(['--allow', 'destroy'], { person: () => ({ action: 'decline' }) })
    const data = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`note${n}`, 'x']))
    await use('call', {
      operation: 'create_user',
      parameters: { custom_data: data, name: 'Eve', username: 'eve', password: 'another-Pass-2' },
    })
    const uris = Array.from(
      { length: 5 },
      (_, n) => `https://portal.example.com/a/long/way/to/the/callback/number/${n}`,
    )
    await use('call', {
      operation: 'update_application',
      parameters: {
        id: 'demo-app',
        oidc_client_metadata: { redirectUris: [...uris, 'https://eve.example.com'], postLogoutRedirectUris: [] },
      },
    })
    await use('call', { operation: 'delete_email_templates', parameters: { language_tag: 'fr' } })
    const [create = '', update = '', remove = ''] = asked.map(({ message }) => message)
    expect(create).toMatch(/with password "••••", .*customData\.note0 "x", .*further values "11" on /)
    expect(update).toContain('oidcClientMetadata.redirectUris[5] "https://eve.example.com"')
    expect(remove).toContain('with languageTag "fr" on ')
  })

  it('asks once for each operation of a script', async () => {
    const { use, asked } = await served(['--allow', 'destroy'], { person: yes })
    const script = `
      for n = 1, 3 do
        local user = logto.create_user{ username = "gone" .. n }
        logto.delete_user{ user_id = user.id }
      end`
    expect((await use('run_lua', { script })).json).toEqual({ result: null, calls: { all: 6, changed: 6 } })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.message).toContain('A script asks: yes holds for all its calls of this operation')
  })

  it('of a protected profile wants its name typed', async () => {
    const { received, home } = await tokenProfile({ protected: true })
    const says = async (content: Record<string, string | boolean>) => {
      const { use, asked } = await assistant({
        words: ['--profile', 'work', '--allow', 'destroy'],
        home,
        person: () => ({ action: 'accept', content }),
      })
      const { json } = await use('call', { operation: 'delete_user', parameters: { user_id: 'u1' } })
      expect(asked[0]?.message).toContain('on profile work (http://127.0.0.1:')
      return json
    }
    expect((await says({ go_ahead: true })).error).toMatchObject({ code: 'mcp.declined' })
    expect((await says({ profile: 'wok' })).error).toMatchObject({ code: 'mcp.declined' })
    expect(received).toEqual([])
    expect((await says({ profile: 'work' })).error).toBeUndefined()
    expect(received.map(({ method }) => method)).toEqual(['DELETE'])
  })
})

describe('--only', () => {
  it('bounds what is found, called and run', async () => {
    const { use } = await served(['--only', 'orgs', '--only', 'user'])
    const { operations } = (await use('search', { words: 'list roles', limit: 50 })).json
    expect(operations.every(({ request }: { request: string }) => /\/api\/(users|organizations)/.test(request))).toBe(
      true,
    )
    const outside = {
      code: 'mcp.not_served',
      hint: 'it serves orgs, users alone; the person who started it can change --only',
    }
    expect((await use('call', { operation: 'list_applications' })).json.error).toMatchObject(outside)
    expect((await use('run_lua', { script: 'return logto.list_applications{}' })).json.error).toMatchObject(outside)
    const walk = 'for app in logto.each(logto.list_applications, {}) do print(app.id) end'
    expect((await use('run_lua', { script: walk })).json.error).toMatchObject(outside)
    expect((await use('describe', { operation: 'list_applications' })).text).toContain('This server does not serve it.')
    expect((await use('call', { operation: 'list_users' })).isError).toBe(false)
  })
})

describe('a dry run', () => {
  it('shows the write, with its secrets masked', async () => {
    const { use } = await served(['--allow', 'write'])
    const parameters = { user_id: 'ana000000000', password: 'another-Pass-2' }
    const { json, text } = await use('call', { operation: 'update_user_password', parameters, dry_run: true })
    expect(json.answer).toMatchObject({ dry_run: true, method: 'PATCH', body: { password: '••••' } })
    expect(text).not.toContain('another-Pass-2')
  })
})

describe('the start', () => {
  it.each([
    ['without a tenant', [], {}, 'the tenant is not named'],
    ['of half a tenant', [], { LOGTO_ENDPOINT: 'http://127.0.0.1:9' }, 'the tenant is not named'],
    ['of a topic that is none', ['--profile', 'x', '--only', 'usrs'], {}, 'there is no topic usrs'],
    ['with answers of no size', ['--profile', 'x', '--max-answer', '1'], {}, '1 is not a size from 1K to 16M'],
  ])('%s is refused before the protocol begins', async (_, words, env, said) => {
    const { code: exit, stdout, stderr } = await run(['mcp', 'serve', ...words], home.path, { env })
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('lets no project file choose the tenant', async () => {
    const { home } = await tokenProfile({})
    const { mkdirSync, writeFileSync } = await import('node:fs')
    mkdirSync(`${home}/project`)
    writeFileSync(`${home}/project/.logtorc.json`, JSON.stringify({ profile: 'work', readOnly: true }))
    const cwd = `${home}/project`
    expect(await run(['mcp', 'serve'], home, { cwd })).toMatchObject({ code: 2 })
    // What guards in it still does.
    const { use } = await assistant({ words: ['--allow', 'write', '--profile', 'work'], home, cwd })
    expect((await use('call', suspend('u1', true))).json.error).toMatchObject({ code: 'profile.read_only' })
  })

  it('touches no credentials and asks no tenant', async () => {
    const { received, home } = await tokenProfile({})
    const { client } = await assistant({ words: ['--profile', 'gone'], home })
    await client.listTools()
    expect(received).toEqual([])
  })

  it('ends with its client, and with 0', async () => {
    expect(await run(['mcp', 'serve'], home.path, { env: credentials(sandbox) })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    })
  })
})

/** A home with a profile `work` that leads to a server of the test. */
async function tokenProfile(facts: { readOnly?: true; protected?: true }) {
  const server = await startServer(() => ({ body: { id: 'u1' } }))
  const own = makeHome()
  onTestFinished(() => {
    server.close()
    own.remove()
  })
  writeProfiles(own.path, { work: { endpoint: server.endpoint, token: 'the-token', ...facts } })
  return { received: server.received, home: own.path }
}
