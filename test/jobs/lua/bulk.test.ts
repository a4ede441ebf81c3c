/** Beyond single calls: every page of a list in bounded memory, and calls at the same time. */

import { describe, expect, it } from 'vitest'
import type { Received, Reply } from '../../cli/server.js'
import { scriptTenant } from './script-tenant.js'

/** Pages of `total` rows, as Logto gives them. */
function listOf(total: number, size = 0): ({ query }: Received) => Reply {
  const padding = 'x'.repeat(size)
  return ({ query }) => {
    const asked = new Map(query)
    const [page, pageSize] = [Number(asked.get('page') ?? 1), Number(asked.get('page_size') ?? 20)]
    const first = (page - 1) * pageSize
    const count = Math.max(Math.min(pageSize, total - first), 0)
    const rows = Array.from({ length: count }, (_, i) => ({
      id: `u${first + i + 1}`,
      padding,
      customData: { a: [1, 2] },
    }))
    return { headers: { 'total-number': String(total) }, body: rows }
  }
}

describe('each', () => {
  it('goes through 100,000 rows in little memory', async () => {
    const { lua, received } = await scriptTenant(listOf(100_000, 500))
    const { stdout, code, stderr } = await lua(
      `local count, last = 0, nil
      for user in logto.each(logto.list_users) do count, last = count + 1, user.id end
      return count .. " " .. last`,
      ['--memory-limit', '4M'],
      // The program itself, too: 60 MB of answers pass through.
      { env: { NODE_OPTIONS: '--max-old-space-size=48' }, timeoutMs: 60_000 },
    )
    expect({ stdout, code, stderr }).toEqual({ stdout: '100000 u100000\n', code: 0, stderr: '' })
    expect(received).toHaveLength(1000)
  }, 90_000)

  it('passes parameters on, takes a page size and a limit, and fetches no page too many', async () => {
    const { lua, received } = await scriptTenant(listOf(50))
    const { stdout } = await lua(`
      local function ids(parameters)
        local all = {}
        for user in logto.each(logto.list_users, parameters) do all[#all + 1] = user.id end
        return #all .. " " .. tostring(all[#all])
      end
      print(ids{ page_size = 20, where = { name = "A%" } })
      print(ids{ limit = 7 })
      print(ids())
      for user in logto.each(logto.list_users, { page_size = 10 }) do if user.id == "u3" then break end end
    `)
    expect(stdout).toBe('50 u50\n7 u7\n50 u50\n')
    expect(received.map(({ query }) => new URLSearchParams(query).toString())).toEqual([
      'page=1&page_size=20&search.name=A%25',
      'page=2&page_size=20&search.name=A%25',
      'page=3&page_size=20&search.name=A%25',
      'page=1&page_size=7',
      'page=1&page_size=100',
      'page=1&page_size=10',
    ])
  })

  it('goes through lists that come whole, and through lists in an envelope', async () => {
    const { lua } = await scriptTenant(({ path }) =>
      path.includes('sso-connector')
        ? { body: [{ id: 'a' }, { id: 'b' }] }
        : { body: { sessions: [{ id: 's' }], other: 1 } },
    )
    const { stdout, code } = await lua(`
      for scope in logto.each(logto.list_role_scopes, { role_id = "sso-connector" }) do print(scope.id) end
      for session in logto.each(logto.list_user_sessions, { user_id = "u" }) do print(session.id) end
    `)
    expect({ stdout, code }).toEqual({ stdout: 'a\nb\ns\n', code: 0 })
  })

  it('fails in the script when a page does', async () => {
    const list = listOf(300)
    const { lua } = await scriptTenant((request) =>
      request.query.some(([name, value]) => name === 'page' && value === '3')
        ? { status: 400, body: { code: 'broken', message: 'Broken' } }
        : list(request),
    )
    const { stdout, code, stderr } = await lua(`
      local count = 0
      local ok, e = pcall(function() for _ in logto.each(logto.list_users) do count = count + 1 end end)
      print(ok, e.code, count)
      for _ in logto.each(logto.list_users) do end
    `)
    expect({ stdout, code }).toEqual({ stdout: 'false\tbroken\t200\n', code: 5 })
    expect(stderr).toMatch(/^Error: script\.lua:5: Broken\n/)
  })

  it('may be left early, in tasks and by errors too', async () => {
    const { lua } = await scriptTenant(listOf(300))
    const { stdout, code, stderr } = await lua(`
      local function first() for user in logto.each(logto.list_users) do return user.id end end
      local work = {}
      for i = 1, 20 do work[i] = first end
      for _, result in ipairs(logto.parallel(work)) do assert(result.value == "u1") end
      print(pcall(function() for _ in logto.each(logto.list_users) do error("stop", 0) end end))
      for user in logto.each(logto.list_users) do if user.id == "u150" then break end end
      local next_of = logto.each(logto.list_users)
      print(next_of().id, next_of().id)
    `)
    expect({ stdout, code, stderr }).toEqual({ stdout: 'false\tstop\nu1\tu2\n', code: 0, stderr: '' })
  })

  it('can be called within another', async () => {
    const { lua } = await scriptTenant(listOf(3))
    const { stdout } = await lua(`
      local count = 0
      for _ in logto.each(logto.list_users) do for _ in logto.each(logto.list_users) do count = count + 1 end end
      return count
    `)
    expect(stdout).toBe('9\n')
  })
})

describe('parallel', () => {
  /** Holds each answer back until `together` requests are waiting. */
  function gate(together: number) {
    const waiting: (() => void)[] = []
    let most = 0
    return {
      most: () => most,
      async pass(): Promise<void> {
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          most = Math.max(most, waiting.length)
          if (waiting.length >= together) for (const go of waiting.splice(0)) go()
        })
      },
    }
  }

  it('has so many calls under way at once, and gives the results in order', async () => {
    const { pass, most } = gate(4)
    const { lua } = await scriptTenant(async ({ path }) => {
      await pass()
      return { body: { id: path.split('/').at(-1) } }
    })
    const { stdout, code } = await lua(`
      local work = {}
      for i = 1, 12 do work[i] = function() return logto.get_user{user_id = "u" .. i}.id end end
      local ids = {}
      for i, result in ipairs(logto.parallel(work, { concurrency = 4 })) do ids[i] = result.ok and result.value end
      return table.concat(ids, " ")
    `)
    expect({ stdout, code }).toEqual({ stdout: 'u1 u2 u3 u4 u5 u6 u7 u8 u9 u10 u11 u12\n', code: 0 })
    expect(most()).toBe(4)
  })

  it('keeps failures apart', async () => {
    const { lua } = await scriptTenant(({ path }) =>
      path.endsWith('bad')
        ? { status: 404, body: { code: 'entity.not_found', message: 'No.' } }
        : { body: { id: 'good' } },
    )
    const { stdout } = await lua(`
      local results = logto.parallel{
        function() return logto.get_user{user_id = "bad"}.id end,
        function() return logto.get_user{user_id = "good"}.id end,
        function() error("own") end,
        function() return pcall(logto.get_user, {user_id = "bad"}) end,
        function() coroutine.yield() end,
        function() end,
      }
      for _, one in ipairs(results) do print(one.ok, one.value, one.error and (one.error.code or one.error)) end
      print(#logto.parallel({}))
    `)
    expect(stdout.split('\n')).toEqual([
      'false\tnil\tentity.not_found',
      'true\tgood\tnil',
      'false\tnil\tscript.lua:5: own',
      'true\tfalse\tnil',
      'false\tnil\ta function of parallel cannot yield',
      'true\tnil\tnil',
      '0',
      '',
    ])
  })

  it('works inside pcall, coroutines, callbacks, each, sleep and itself', async () => {
    const { lua } = await scriptTenant((request) =>
      request.path === '/api/users' ? listOf(120)(request) : { body: { id: request.path.split('/').at(-1) } },
    )
    const { stdout, code, stderr } = await lua(`
      local function id(of) return logto.get_user{user_id = of}.id end
      local work = {
        function() return select(2, pcall(id, "a")) end,
        function() return coroutine.wrap(function() return id("b") end)() end,
        function() local t = { "d", "c" } table.sort(t, function(x, y) return id(x) < id(y) end) return table.concat(t) end,
        function() local n = 0 for _ in logto.each(logto.list_users) do n = n + 1 end return n end,
        function() sleep(0.01) return "slept" end,
        function()
          local inner = logto.parallel{ function() return id("x") end, function() return id("y") end }
          return inner[1].value .. inner[2].value
        end,
        function() local result = "" for i = 1, 20 do result = id("r" .. i) end return result end,
      }
      for _, result in ipairs(logto.parallel(work, { concurrency = 3 })) do print(result.value or result.error) end
    `)
    expect({ stdout, code, stderr }).toEqual({ stdout: 'a\nb\ncd\n120\nslept\nxy\nr20\n', code: 0, stderr: '' })
  })

  it.each([
    'logto.parallel(5)',
    'logto.parallel({5})',
    'logto.parallel({}, {concurrency = 0})',
    'logto.parallel({}, {concurrency = "x"})',
  ])('refuses %s', async (code) => {
    const { lua } = await scriptTenant()
    const { stderr, code: exit } = await lua(code)
    expect(exit).toBe(1)
    expect(stderr).toMatch(/^Error: script\.lua:1: parallel/)
  })
})

describe('answers', () => {
  it('of any size come whole, one by one and many at once', async () => {
    const { lua } = await scriptTenant(({ path }) => {
      const size = Number(path.split('/').at(-1))
      return { body: { text: '€'.repeat(size), size } }
    })
    const { stdout, code, stderr } = await lua(`
      local sizes = { 0, 1, 80000, 87381, 87382, 90000, 262143, 262144, 700000 }
      local function check(size)
        local answer, more = logto.get_user{ user_id = tostring(size) }
        assert(answer.size == size and utf8.len(answer.text) == size and more.status == 200, size)
      end
      for _, size in ipairs(sizes) do check(size) end
      local work = {}
      for i = 1, 60 do work[i] = function() check(sizes[i % #sizes + 1]) end end
      for _, result in ipairs(logto.parallel(work, { concurrency = 20 })) do assert(result.ok, result.error) end
      print("whole")
    `)
    expect({ stdout, code, stderr }).toEqual({ stdout: 'whole\n', code: 0, stderr: '' })
  })
})

describe('one run', () => {
  it('asks for one token, whatever it calls', async () => {
    const { lua, received } = await scriptTenant(({ path }) =>
      path === '/oidc/token' ? { body: { access_token: 't', expires_in: 3600, token_type: 'Bearer' } } : { body: [] },
    )
    const { code } = await lua(
      `local work = {} for i = 1, 10 do work[i] = function() logto.list_users{} logto.list_roles{} end end logto.parallel(work)
      for i = 1, 1000 do logto.list_users{} end`,
      [],
      { env: { LOGTO_ACCESS_TOKEN: '', LOGTO_CLIENT_ID: 'id', LOGTO_CLIENT_SECRET: 'secret' } },
    )
    expect(code).toBe(0)
    expect(received.filter(({ path }) => path === '/oidc/token')).toHaveLength(1)
    expect(received).toHaveLength(1021)
  })
})
