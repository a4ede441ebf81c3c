/** Completion in a real PowerShell, which Windows has. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makeHome, program } from '../../cli/run.js'

const isWindows = process.platform === 'win32'
const note = isWindows ? '' : ' (skipped: only on Windows)'

/** What the Tab key offers behind a line. */
function offered(line: string): string[] {
  const home = makeHome()
  onTestFinished(home.remove)
  const bin = join(home.path, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'logto.cmd'), `@"${process.execPath}" "${program}" %*\r\n`)
  const script = [
    'logto autocomplete powershell | Out-String | Invoke-Expression',
    `$line = '${line}'`,
    '(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches | ForEach-Object { $_.CompletionText }',
  ].join('\n')
  const file = join(home.path, 'complete.ps1')
  writeFileSync(file, script)
  const words = ['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-File', file]
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, LOGTO_CONFIG_DIR: home.path }
  const { stdout, stderr } = spawnSync('powershell', words, { env, encoding: 'utf8' })
  expect(stderr).toBe('')
  return stdout.trim().split(/\r?\n/)
}

it.skipIf(!isWindows).each([
  ['users fin', ['find']],
  ['oidc-keys ', ['list', 'rotate', 'delete']],
  ['users list --outp', ['--output']],
])(`a real PowerShell completes logto %s${note}`, (line, words) => {
  expect(offered(`logto ${line}`)).toEqual(words)
})
