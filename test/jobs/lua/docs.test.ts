/** What scripts read about what they can call; each example of it is run against the strict copy of the documents. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSessionAt } from '../../cli/open-session.js'
import { cleanEnv, type Finished, run } from '../../cli/run.js'
import { contracts, examplesOf, index } from '../../contract/command-facts.js'
import { MockTenant, Prism, type Received } from '../../contract/mock-tenant.js'

const names = index as unknown as Record<string, { lua: string }>
const all = (await contracts()).map((contract) => ({ ...contract, lua: names[contract.command]?.lua ?? '' }))

describe('the example of docs.read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lua-docs-'))
  let tenant: MockTenant
  let ended: Finished
  let pages: Record<string, string> = {}
  const requests: Received[][] = []
  const said: string[] = []

  beforeAll(async () => {
    tenant = new MockTenant(await Prism.open())
    await tenant.start()
    await openSessionAt(tenant.endpoint, cleanEnv(folder))
    const files = all.flatMap(({ command }) =>
      examplesOf(command).map((line) => /--file[ =](\S+)/.exec(line)?.[1] ?? ''),
    )
    for (const file of new Set(files.filter(Boolean))) writeFileSync(join(folder, file), 'some bytes')
    writeFileSync(join(folder, 'names.json'), JSON.stringify(all.map(({ lua }) => lua)))
    writeFileSync(
      join(folder, 'script.lua'),
      `
      local pages, said = {}, json.array{}
      local dump = dump
      for index, name in ipairs(json.decode(fs.read("names.json"))) do
        local page = docs.read("logto." .. name)
        pages[name] = page
        local example = page:match("\\nEXAMPLE\\n(.*)$")
        _G.dump = function(answer) assert(answer ~= nil) end
        local ok, problem = pcall(load(example))
        said[index] = ok and "ok" or tostring(problem)
        pcall(logto.get_user, { user_id = "between" .. index })
      end
      fs.write("out.json", json.encode{ pages = pages, said = said })
      `,
    )
    const args = ['lua', 'script.lua', '--yes', '--allow-read', '.', '--allow-write', '.', '--retries', '0']
    ended = await run(args, folder, {
      env: {
        LOGTO_ENDPOINT: tenant.endpoint,
        LOGTO_ACCESS_TOKEN: 'management-token',
        LOGTO_USER_TOKEN: 'user-token',
        LOGTO_KEYCHAIN: 'off',
      },
      timeoutMs: 120_000,
    })
    if (ended.code !== 0) throw new Error(ended.stderr)
    const out = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as {
      pages: Record<string, string>
      said: string[]
    }
    pages = out.pages
    said.push(...out.said)
    let current: Received[] = []
    for (const request of tenant.received) {
      if (/\/between\d+$/.test(request.path)) {
        requests.push(current)
        current = []
      } else current.push(request)
    }
  }, 180_000)

  afterAll(async () => {
    await tenant.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is there for all 359 operations', () => {
    expect(all).toHaveLength(359)
    expect(requests).toHaveLength(359)
  })

  it.each(
    all.map((contract, place) => [contract.lua, contract, place] as const),
  )('of %s runs, and its request is one that Logto takes', (lua, { documented, command, operation }, place) => {
    expect(said[place], pages[lua]).toBe('ok')
    const sent = requests[place] ?? []
    // A set that is replaced member by member has other requests, below the same path.
    const isMemberwise = operation.memberwise !== undefined
    expect(sent.length).toBeGreaterThan(0)
    if (!isMemberwise) expect(sent.at(-1)?.method).toBe(documented.method)
    const pattern = documented.path.replaceAll(/[.]/g, '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')
    expect(sent.at(isMemberwise ? 0 : -1)?.path).toMatch(new RegExp(`^${pattern}$`))
    expect(
      sent.flatMap(({ violations }) => violations),
      pages[lua],
    ).toEqual([])
    expect(pages[lua]).toContain(`logto.${lua}: `)
    expect(pages[lua]).toContain(`logto ${command}\n`)
    for (const { name } of documented.parameters.filter(({ in: place }) => place === 'path'))
      expect(documented.path).toContain(`{${name}}`)
  })
})
