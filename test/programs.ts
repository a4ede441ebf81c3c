/** What tests use when it is there: programs, and what stands behind them. The README lists it. */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'

function succeeds(program: string, ...words: string[]): boolean {
  return spawnSync(program, words, { stdio: 'ignore' }).status === 0
}

/** For a program whose every answer without a bus is a failure. */
function isThere(program: string): boolean {
  return spawnSync(program, ['--help'], { stdio: 'ignore' }).error === undefined
}

/** The Python that can read YAML, which need not be the first one on the path; undefined when there is none. */
export const pythonWithYaml = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'python3'))
  .find((file) => existsSync(file) && succeeds(file, '-c', 'import yaml'))

/** By the name that a skipped test tells: whether it is there. */
const checks = {
  awk: () => succeeds('awk', 'BEGIN { exit 0 }'),
  bash: () => succeeds('bash', '-c', 'exit 0'),
  'busybox awk': () => succeeds('busybox', 'awk', 'BEGIN { exit 0 }'),
  'busybox sh': () => succeeds('busybox', 'sh', '-c', 'exit 0'),
  chromium: () => succeeds('chromium', '--version'),
  curl: () => succeeds('curl', '--version'),
  dash: () => succeeds('dash', '-c', 'exit 0'),
  'D-Bus': () => succeeds('dbus-run-session', '--version') && isThere('dbus-send'),
  ed: () => isThere('ed'),
  fish: () => succeeds('fish', '--version'),
  gawk: () => succeeds('gawk', 'BEGIN { exit 0 }'),
  'gnome-keyring': () => succeeds('gnome-keyring-daemon', '--version'),
  libsecret: () => {
    try {
      createRequire(import.meta.url)('keytar')
      return true
    } catch {
      return false
    }
  },
  mawk: () => succeeds('mawk', 'BEGIN { exit 0 }'),
  openssl: () => succeeds('openssl', 'version'),
  ps: () => succeeds('ps', '-o', 'pid=', '-p', String(process.pid)),
  PyYAML: () => pythonWithYaml !== undefined,
  /** `script` with the options of util-linux (BSD's takes others), which makes the pseudo-terminals. */
  'util-linux script': () =>
    spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') ?? false,
  xargs: () => succeeds('xargs', '--version'),
  zsh: () => succeeds('zsh', '--version'),
} satisfies Record<string, () => boolean>

export type Program = keyof typeof checks

export const allPrograms = Object.keys(checks) as Program[]

const found = new Map<Program, boolean>()

/** Whether a program is here; each is looked for once. */
export function isHere(program: Program): boolean {
  const known = found.get(program) ?? checks[program]()
  found.set(program, known)
  return known
}

/** Whether tests are skipped for want of something, and the end of their names, which says of what. */
export interface Need {
  lacking: boolean
  /** Empty when nothing is lacking. */
  note: string
}

/**
 * What tests need: `describe.skipIf(need('curl').lacking)(`--curl${need('curl').note}`, …)`. With CI set nothing is
 * skipped: there everything must be tested, so that what is missing fails (test/programs.test.ts says what it is).
 */
export function need(...programs: Program[]): Need {
  const missing = process.env.CI ? [] : programs.filter((program) => !isHere(program))
  return { lacking: missing.length > 0, note: missing.length > 0 ? ` (skipped: no ${missing.join(', no ')} here)` : '' }
}
