import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { snakeCase } from '../../../src/base/snake-case.js'
import { OperationNames } from '../../../src/jobs/lua/names.js'
import { reworded } from '../../../src/jobs/lua/wording.js'

type Index = Record<string, { summary: string; lua: string; luaAlias?: string }>
const index = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'operations', 'index.json'), 'utf8'),
) as Index
const names = new OperationNames(index)

describe('a name in Lua', () => {
  it.each(Object.entries(index))('finds %s, with and without logto_', (command, { lua }) => {
    expect(names.find(lua)).toBe(lua)
    expect(names.find(`logto_${lua}`)).toBe(lua)
    expect(names.commandOf(lua)?.command).toBe(command)
  })

  it('that is older works where it stands for one operation; an operation’s own name goes before it', () => {
    const own = new Set(Object.values(index).map(({ lua }) => lua))
    const byAlias = new Map<string | undefined, Index[string][]>()
    for (const entry of Object.values(index)) {
      const alias = entry.luaAlias && snakeCase(entry.luaAlias)
      byAlias.set(alias, [...(byAlias.get(alias) ?? []), entry])
    }
    const seen = { own: 0, one: 0, several: 0 }
    for (const [alias, entries] of byAlias) {
      if (alias === undefined) continue
      if (own.has(alias)) {
        seen.own += 1
        expect(names.find(alias)).toBe(alias)
      } else if (entries.length === 1) {
        seen.one += 1
        expect(names.find(alias)).toBe(entries[0]?.lua)
      } else {
        seen.several += 1
        for (const { lua } of entries) expect(() => names.find(alias)).toThrow(lua)
      }
    }
    expect(seen.one).toBeGreaterThan(150)
    expect(seen.own).toBeGreaterThan(0)
    expect(seen.several).toBeGreaterThan(0)
  })

  it('that is none is told with the nearest', () => {
    expect(names.find('nothing')).toBeUndefined()
    expect(names.unknown('get_usr')).toMatchObject({
      code: 'lua.unknown_name',
      hint: expect.stringContaining('get_user'),
    })
    expect(names.unknown('xyzzy').hint).toContain('--allow-profile xyzzy')
  })
})

it.each([
  ['--page-size: x is not a number', 'page_size: x is not a number'],
  [
    'see logto users list --help, or send it as it is with --no-validate',
    'see logto users list --help, or send it as it is with validate=false',
  ],
  ['--set-json a.b would replace all of a', 'a.b would replace all of a'],
  ['add --merge to keep, or --replace to send', 'add merge=true to keep, or replace=true to send'],
  ['name is missing (--name)', 'name is missing (name)'],
])('%s is in script words: %s', (text, expected) => {
  expect(reworded(text)).toBe(expected)
})
