/** The guide says what is so: its tables name what there is, its document fits its schema; test/docs runs its scripts. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Finished, makeHome, run } from '../../cli/run.js'
import { startTenant, type TestTenant } from '../../sandbox/client.js'

const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
const guide = readFileSync(join(docs, 'lua.md'), 'utf8')

function blocks(language: string): string[] {
  return guide
    .split(`\`\`\`${language}\n`)
    .slice(1)
    .map((text) => text.slice(0, text.indexOf('```')))
}

describe('the guide', () => {
  const home = makeHome()
  let tenant: TestTenant

  beforeAll(async () => {
    tenant = await startTenant()
  })
  afterAll(async () => {
    await tenant.close()
    home.remove()
  })

  const lua = (code: string): Promise<Finished> =>
    run(['lua', '-'], home.path, { input: code, env: { LOGTO_ENDPOINT: tenant.url, LOGTO_ACCESS_TOKEN: tenant.token } })

  it('names only functions that there are, and all of them', async () => {
    const named = [
      ...guide.matchAll(/`(?:print|dump|(?:log|json|regex|env|fs|time|docs|logto)\.\w+|sleep|progress)/g),
    ].map(([name]) => name.slice(1))
    const functions = [...new Set(named)].filter((name) => !/^logto\.(default|production)/.test(name))
    const { stdout } = await lua(`
      for _, name in ipairs{ ${functions.map((name) => JSON.stringify(name)).join(', ')} } do
        local value = load("return " .. name)()
        if value == nil then print("missing", name) end
      end
      for _, group in ipairs{ "log", "json", "regex", "env", "fs", "time", "docs" } do
        for name in pairs(_G[group]) do print(group .. "." .. name) end
      end
    `)
    expect(stdout).not.toContain('missing')
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .filter((name) => !functions.includes(name)),
    ).toEqual([])
  })

  it('shows a document that fits the schema', () => {
    const schema = JSON.parse(readFileSync(join(docs, 'lua-result.schema.json'), 'utf8')) as object
    const fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)
    for (const block of blocks('json')) expect(fits(JSON.parse(block)), JSON.stringify(fits.errors)).toBe(true)
  })
})
