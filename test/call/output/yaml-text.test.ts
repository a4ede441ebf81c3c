/** YAML that every reader takes for what was sent, of YAML 1.1 too. */

import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { yamlDocument } from '../../../src/call/output/yaml-text.js'
import { need, pythonWithYaml } from '../../programs.js'
import { nasty, numbers, value } from './made-up.js'

const taken =
  `no NO yes off y n true 1e3 1_000 0x1f 0o17 017 1:30 null ~ .inf .nan = << 2026-01-01 -5 +5 1.5 0b11 08 1e 12e03
  190:20:30 - --- ... ? : # @x \`x %x !x &x *x | > {a} [a] "q" 'q' a: a#b`
    .split(/\s+/)
    .concat(['', ' lead', 'trail ', 'a: b', 'a #b', '- a', '2026-01-01T10:00:00Z', '2026-01-01 10:00:00', 'x\u00a0'])
const odd = [
  '\u0085',
  'a\u0085b',
  'a\u2028b',
  '\ufeff',
  'a\ufeffb',
  'a\u007fb',
  '\u009b2J',
  '\u0000',
  'a\r\nb',
  '\r',
  '\uffff',
]
const lines = ['multi\nline\n', '  \n x\n', '\ttab', 'tab\there', 'a\n\u0007\nb\n', '\n', 'a\n\n']
const texts = [...taken, ...odd, ...lines]
const document = { list: texts, keys: Object.fromEntries(texts.map((text) => [text, text])) }

/** What is no YAML, or must not reach a terminal. */
const refused = /(?![\n\t])[\p{Cc}\u{2028}\u{2029}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{feff}\u{fffe}\u{ffff}]/u

const python = need('PyYAML')

describe('YAML', () => {
  it('reads back equal by the rules of 1.2 and of 1.1', () => {
    const text = yamlDocument(document)
    expect(parse(text)).toEqual(document)
    expect(parse(text, { version: '1.1', merge: false })).toEqual(document)
    expect(text).not.toMatch(refused)
  })

  it.skipIf(python.lacking)(`reads back equal in Python${python.note}`, () => {
    const program = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer)))'
    const { stdout, stderr } = spawnSync(pythonWithYaml ?? 'python3', ['-c', program], {
      input: yamlDocument(document),
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual(document)
  })

  it('leaves plain texts plain, and those with odd characters whole', () => {
    expect(yamlDocument({ name: 'Ann Lee', url: 'https://a.example/?x=1', note: 'a = b', 日: '👍🏽' })).toBe(
      'name: Ann Lee\nurl: https://a.example/?x=1\nnote: a = b\n日: 👍🏽\n',
    )
    expect(yamlDocument({ name: 'Ann', odd: '\u001b[2J\u009b', '\u202e': 1 })).toBe(
      'name: Ann\nodd: "\\e[2J\\u009b"\n"\\u202e": 1\n',
    )
  })

  it('holds nothing that is no YAML, whatever the answer', () => {
    for (const text of nasty) expect(yamlDocument([text, { [text]: text }]), text).not.toMatch(refused)
    for (let seed = 0; seed < 300; seed++) {
      const made = JSON.parse(JSON.stringify(value(numbers(seed + 50_000), 4))) as unknown
      expect(yamlDocument(made), `seed ${seed}`).not.toMatch(refused)
    }
  })
})
