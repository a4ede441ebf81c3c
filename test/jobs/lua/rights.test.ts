/** What a script may do: destroy, write, use other profiles, read variables and files. */

import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startServer } from '../../cli/server.js'
import { writeProfiles } from './profiles.js'
import { envelopeOf, scriptTenant } from './script-tenant.js'

describe('destroying', () => {
  it('is refused without --yes, before anything is sent', async () => {
    const { lua, received } = await scriptTenant()
    const { code, stderr } = await lua('local r = logto.delete_user{user_id = "u1"}')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        'Error: script.lua:1: delete_user u1 destroys something, and there is no terminal to ask on\nadd --yes to do it anyway\n',
    })
    expect(received).toEqual([])
  })

  it.each(['--yes', '-y', '--force'])('is done with %s; an empty answer says so', async (flag) => {
    const { lua, received } = await scriptTenant({ status: 204 })
    const { stdout, code } = await lua(
      'local r, more = logto.delete_user{user_id = "u1"} print(r.success, r.status, more.status)',
      [flag],
    )
    expect({ stdout, code }).toEqual({ stdout: 'true\t204\t204\n', code: 0 })
    expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual(['DELETE /api/users/u1'])
  })

  it('by an empty set counts as such', async () => {
    const { lua, received } = await scriptTenant({ body: {} })
    const replace = 'logto.replace_user_roles{user_id = "u1", role_ids = json.array{}}'
    expect(await lua(`local _ = ${replace}`)).toMatchObject({ code: 2 })
    expect(await lua(`local _ = ${replace.replace('json.array{}', '{"r1"}')}`)).toMatchObject({ code: 0 })
    expect(received).toHaveLength(1)
  })

  it('by an empty table counts too: where there is a list, it is an empty one', async () => {
    const { lua, received } = await scriptTenant({ body: {} })
    const replace = 'local _ = logto.replace_user_roles{user_id = "u1", role_ids = {}}'
    expect(await lua(replace)).toMatchObject({ code: 2 })
    expect(await lua(replace, ['--yes'])).toMatchObject({ code: 0 })
    expect(received.map(({ body }) => body)).toEqual(['{"roleIds":[]}'])
  })
})

describe('profiles', () => {
  async function twoTenants() {
    const own = await scriptTenant({ body: [{ id: 'own' }] })
    const other = await startServer(() => ({ body: [{ id: 'other' }] }))
    onTestFinished(other.close)
    return { ...own, other }
  }

  it('are refused that were not allowed, by every way', async () => {
    const { lua, other, home } = await twoTenants()
    writeProfiles(home, { work: { endpoint: other.endpoint, token: 'token-of-work' } })
    for (const way of ['logto.work', 'logto["work"].list_users{}', 'app.integrations.logto.work']) {
      const { code, stderr } = await lua(`local x = ${way}`)
      expect(code, way).toBe(2)
      expect(stderr, way).toContain('--allow-profile work')
    }
    const { code, stderr } = await lua('local x = logto.profile("work")')
    expect(code).toBe(3)
    expect(stderr).toContain('run it with --allow-profile work')
    expect(other.received).toEqual([])
  })

  it('that are allowed are used beside the own one, each with its own token', async () => {
    const { lua, other, home, received } = await twoTenants()
    writeProfiles(home, {
      work: { endpoint: other.endpoint, token: 'token-of-work' },
      get_user: { endpoint: other.endpoint, token: 'token-of-get_user' },
    })
    const { stdout, code, stderr } = await lua(
      `local list = function(tenant) return tenant.list_users{}[1].id end
      print(list(logto), list(logto.default), list(logto.work), list(app.integrations.logto["work"]))
      print(list(logto.profile("work")), list(logto.work.default), type(logto.get_user), list(logto.profile("get_user")))
      for user in logto.each(logto.work.list_users) do print(user.id) end`,
      ['--allow-profile', 'work', '--allow-profile', 'get_user'],
    )
    expect({ stdout, code, stderr }).toEqual({
      stdout: 'own\town\tother\tother\nother\town\tfunction\tother\nother\n',
      code: 0,
      stderr: '',
    })
    expect(new Set(received.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer opaque-token-of-the-test']),
    )
    expect(new Set(other.received.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer token-of-work', 'Bearer token-of-get_user']),
    )
  })

  it('that are read-only refuse writes, and protected ones want their name', async () => {
    const { lua, other, home } = await twoTenants()
    writeProfiles(home, {
      frozen: { endpoint: other.endpoint, token: 'token-of-frozen', readOnly: true },
      live: { endpoint: other.endpoint, token: 'token-of-live', protected: true },
    })
    const frozen = await lua('local r = logto.frozen.update_user{user_id = "u", name = "n"}', [
      '--allow-profile',
      'frozen',
      '--yes',
    ])
    expect(frozen.code).toBe(3)
    expect(frozen.stderr).toContain('writing is switched off')
    const destroy = 'local r = logto.live.delete_user{user_id = "u"}'
    const live = await lua(destroy, ['--allow-profile', 'live', '--yes'])
    expect(live.code).toBe(2)
    expect(live.stderr).toContain('add --yes --confirm live')
    expect(await lua(destroy, ['--allow-profile', 'live', '--yes', '--confirm', 'other'])).toMatchObject({ code: 2 })
    expect(other.received).toEqual([])
    expect(
      await lua(destroy, ['--allow-profile', 'live', '--yes', '--confirm', 'x', '--confirm', 'live']),
    ).toMatchObject({ code: 0 })
    expect(other.received).toHaveLength(1)
  })

  it('of an end user are needed for the account', async () => {
    const { lua } = await scriptTenant({ body: {} })
    const { code, stderr } = await lua('local me = logto.get_profile{}')
    expect(code).toBe(3)
    expect(stderr).toContain("no end user's token")
  })
})

describe('a dry run', () => {
  it('sends reads, tells writes with their secrets masked, and needs no consent', async () => {
    const { lua, received } = await scriptTenant({ body: [{ id: 'u1' }] })
    const ended = await lua(
      `for user in logto.each(logto.list_users) do
        local r = logto.update_user_password{user_id = user.id, password = "hunter2!"}
        print(r.dry_run, r.method, r.url:match("/api.*"), json.encode(r.body))
      end
      logto.delete_user{user_id = "u1"}`,
      ['--dry-run'],
    )
    expect(ended).toMatchObject({
      code: 0,
      stdout: 'true\tPATCH\t/api/users/u1/password\t{"password":"••••"}\n',
      stderr:
        'not sent: PATCH /api/users/u1/password {"password":"••••"}\nnot sent: DELETE /api/users/u1 (destroys something)\n',
    })
    expect(received.map(({ method }) => method)).toEqual(['GET'])
  })

  it('lists what was not sent among the calls', async () => {
    const { lua } = await scriptTenant({ body: {} })
    const ended = await lua('logto.delete_user{user_id = "u1"}', ['--dry-run', '--json'])
    expect(envelopeOf(ended).calls).toEqual([
      {
        operation: 'delete_user',
        profile: null,
        method: 'DELETE',
        path: '/api/users/u1',
        status: null,
        duration_ms: 0,
        dry_run: true,
      },
    ])
  })
})

describe('variables', () => {
  it('are read that were named', async () => {
    const { lua } = await scriptTenant()
    const ended = await lua(
      'print(env.get("TEAM"), env.get("UNSET")) print(pcall(env.get, "HOME"))',
      ['--allow-env', 'TEAM', '--allow-env', 'UNSET'],
      { env: { TEAM: 'red' } },
    )
    expect(ended).toMatchObject({
      code: 0,
      stdout: 'red\tnil\nfalse\tscript.lua:1: the script may not read the variable HOME\n',
    })
  })
})

describe('files', () => {
  it('are read and written below the folders that were given', async () => {
    const { lua, file, home } = await scriptTenant()
    file('data/in.txt', 'Zoë\n')
    const { stdout, code, stderr } = await lua(
      `print((fs.read("data/in.txt")))
      fs.write("out/list.csv", "id\\n")
      fs.append("out/list.csv", "u1\\n")
      fs.append("out/new.csv", 5)`,
      ['--allow-read', 'data', '--allow-write', file('out/.keep', '').replace('/.keep', '')],
    )
    expect({ stdout, code, stderr }).toEqual({ stdout: 'Zoë\n\n', code: 0, stderr: '' })
    expect(readFileSync(join(home, 'out/list.csv'), 'utf8')).toBe('id\nu1\n')
    expect(statSync(join(home, 'out/new.csv')).mode & 0o777).toBe(0o600)
  })

  it('outside of them are refused, however they are named', async () => {
    const { lua, file, home } = await scriptTenant()
    file('data/in.txt', 'in')
    file('data-2/in.txt', 'beside')
    file('outside.txt', 'outside')
    symlinkSync('../outside.txt', join(home, 'data/link.txt'))
    symlinkSync('..', join(home, 'data/up'))
    symlinkSync('../new.txt', join(home, 'data/dangling'))
    const { stdout, code } = await lua(
      `for _, path in ipairs{ "outside.txt", "data/../outside.txt", "data/link.txt", "data/up/outside.txt", "data-2/in.txt", "data", "/etc/passwd", "" } do
        print(path, pcall(fs.read, path), pcall(fs.write, path, "taken over"), pcall(fs.append, path, "taken over"))
      end
      print(pcall(fs.write, "data/dangling", "x"), pcall(fs.write, "data/up/new.txt", "x"))`,
      ['--allow-read', 'data', '--allow-write', 'data'],
    )
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/\ttrue/)
    expect(readFileSync(join(home, 'outside.txt'), 'utf8')).toBe('outside')
    expect(readFileSync(join(home, 'data-2/in.txt'), 'utf8')).toBe('beside')
    expect(() => statSync(join(home, 'new.txt'))).toThrow()
  })

  it('for reading are not for writing, and uploads are reads', async () => {
    const { lua, file, received } = await scriptTenant({ body: {} })
    file('data/a.zip', 'x')
    const { stdout } = await lua(
      `print(pcall(fs.write, "data/a.zip", "y"))
      print(select(2, pcall(logto.upload_custom_ui_assets, { file = "script.lua" })))
      print((pcall(logto.upload_custom_ui_assets, { file = "data/a.zip" })))`,
      ['--allow-read', 'data'],
    )
    expect(stdout).toBe(
      'false\tscript.lua:1: the script may not write data/a.zip\nscript.lua:2: the script may not read script.lua\ntrue\n',
    )
    expect(received).toHaveLength(1)
  })

  it('that are no text are refused', async () => {
    const { lua, home } = await scriptTenant()
    writeFileSync(join(home, 'binary'), Buffer.from([0xff, 0xfe, 0x00]))
    const { stdout } = await lua('print(pcall(fs.read, "binary"))', ['--allow-read', '.'])
    expect(stdout).toBe('false\tscript.lua:1: binary: it is not UTF-8 text\n')
  })
})
