/** The shell functions of a curl line, in the shells and with the awks that people have. */

import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { jsonTextFunction, urlTextFunction } from '../../src/call/operation/shell-text.js'
import { need } from '../programs.js'

const shells = ['bash', 'dash', 'busybox sh'] as const
const awks = ['mawk', 'gawk', 'busybox awk'] as const

const folder = mkdtempSync(join(tmpdir(), 'logto-shell-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a line of shell prints for each text in `$TEXT`; `awk` is the one that is called awk there. */
function printed(shell: string, awk: string, line: string, text: string): string {
  const bin = join(folder, awk.replace(' ', '-'))
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'awk'), `#!/bin/sh\nexec ${awk} "$@"\n`)
  chmodSync(join(bin, 'awk'), 0o755)
  const [file = '', ...words] = shell.split(' ')
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}`, TEXT: text, LANG: 'C.UTF-8' }
  const { status, stdout, stderr } = spawnSync(file, [...words, '-c', line], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return stdout
}

const controls = Array.from({ length: 31 }, (_, i) => String.fromCharCode(i + 1)).join('')
const texts = [
  '',
  'plain',
  `"quoted" and 'single' \\ \\\\ \\" \\n & && %s %% $HOME \`x\` $(x)`,
  controls + controls,
  '\u007fü日本語🎉\u2028',
  '\nbetween\n\nand at the end\n\n',
  '\\',
  '-n',
  '-e \\n',
  'x'.repeat(50_000),
]

describe.each(shells)('%s', (shell) => {
  describe.each(awks)('with %s', (awk) => {
    const both = need(shell, awk)
    it.skipIf(both.lacking)(`prints any text for JSON${both.note}`, () => {
      for (const text of texts) {
        const said = printed(shell, awk, `${jsonTextFunction}\njson_text "$TEXT"`, text)
        expect(JSON.parse(`"${said}"`), text.slice(0, 40)).toBe(text)
      }
    })
  })

  const own = need(shell, 'mawk')
  it.skipIf(own.lacking)(`prints any text for a URL${own.note}`, () => {
    for (const text of texts) {
      const said = printed(shell, 'mawk', `${urlTextFunction}\nurl_text "$TEXT"`, text)
      expect(said).toMatch(/^(%[0-9a-f]{2})*$/)
      expect(decodeURIComponent(said)).toBe(text)
    }
  })
})
