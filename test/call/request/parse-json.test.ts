import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/base/errors.js'
import { parseJson } from '../../../src/call/request/parse-json.js'

describe('parseJson', () => {
  it.each([
    ['', 'it is empty'],
    ['{"a":1,\n "b" 2}', 'line 2, column 6'],
    ['{"a":', 'JSON'],
    ['nonsense', 'JSON'],
    ["{'a':1}", 'line 1, column 2'],
  ])('refuses %o with its place', (text, why) => {
    expect(() => parseJson(text, '--body')).toThrow(UsageError)
    expect(() => parseJson(text, '--body')).toThrow(why)
  })

  it('never repeats the text, which may be a secret', () => {
    for (const text of ['hunter2', '{"a": hunter2}', '{"hunter2'])
      expect(() => parseJson(text, '--body')).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
      )
  })

  it.each([
    ['{"a":1,"b":{"c":1,\n"c":2}}', 'c stands twice in one object: line 2, column 1'],
    ['{"a":1,"\\u0061":2}', 'a stands twice'],
    ['[{"a":1},{"a":2,"a":{}}]', 'a stands twice'],
    ['{"__proto__":1,"__proto__":2}', '__proto__ stands twice'],
    ['{"a":1} // all', '// begins a comment: line 1, column 9'],
    ['{\n  /* the name */ "a":1}', '/* begins a comment: line 2, column 3'],
    ['{"a":1, // one\n"b":"x"}', '// begins a comment'],
    ['{name:x}', 'there are no quotes in it'],
    ['[{name:x,tags:[a,b]}]', 'there are no quotes in it'],
    ["'{name:x}'", 'single quotes stand around it'],
    ['['.repeat(20_000), 'nested more than 500 levels deep'],
    ['['.repeat(20_000) + ']'.repeat(20_000), 'nested more than 500 levels deep'],
    [`${'{"a":'.repeat(20_000)}12345678901234567890${'}'.repeat(20_000)}`, 'nested more than 500 levels deep'],
  ])('refuses %.40s', (text, why) => {
    expect(() => parseJson(text, '--body')).toThrow(UsageError)
    expect(() => parseJson(text, '--body')).toThrow(why)
  })

  it('says what to do about a shell that takes quotes away', () => {
    const hintOf = (text: string) => {
      try {
        return parseJson(text, '--body')
      } catch (error) {
        return (error as UsageError).hint
      }
    }
    expect(hintOf('{name:x}')).toMatch(/PowerShell takes them away: write '\{\\"name/)
    expect(hintOf("'{name:x}'")).toMatch(/cmd\.exe keeps them/)
    expect(hintOf('{"a":1} // x')).toMatch(/YAML in a file may have comments/)
  })

  it.each([
    ['{"a":{"a":{"a":1}},"b":["a","a",{"a":"a"}]}'],
    ['{"a":"// no comment","b":"/* nor this */","url":"https://a.example/x"}'],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}'],
    ['['.repeat(500) + ']'.repeat(500)],
  ])('takes %.40s', (text) => {
    expect(parseJson(text, '--body')).toEqual(JSON.parse(text))
  })
})
