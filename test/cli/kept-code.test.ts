/** The compiled code that starts keep for the next: whose it is, that it is taken, and that it does not pile up. */

import { existsSync, mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tenant } from './tenant.js'

const codeOf = (home: string) => join(home, 'cache', 'logto-cli', 'code')

/** Each file below a folder with the time it was written and its inode, which a new file in its place has not. */
function filesBelow(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort()
  return Object.fromEntries(paths.map((path) => [path, `${statSync(path).mtimeMs} ${statSync(path).ino}`]))
}

describe('compiled code', () => {
  it.each([
    ['help', ['users', 'list', '--help']],
    ['a usage error', ['users', 'list', '--bogus']],
    ['a request', ['users', 'get', 'u1', '--json']],
    // Both run under flags that V8's compiled code depends on.
    ['pages', ['users', 'list', '--all', '-o', 'jsonl']],
  ])('that %s left behind is taken by the next, and not made anew', async (_, words) => {
    const { logto, home } = await tenant({ body: [] })
    const first = await logto(words)
    const kept = filesBelow(codeOf(home))
    expect(Object.keys(kept).length).toBeGreaterThan(0)
    const second = await logto(words)
    expect([second.code, second.stdout, second.stderr]).toEqual([first.code, first.stdout, first.stderr])
    expect(filesBelow(codeOf(home))).toEqual(kept)
  })

  it('is kept once more by the first request, which calls what no start before it called', async () => {
    const { logto, home } = await tenant({ body: {} })
    await logto(['users', 'get', 'u1', '--dry-run'])
    const kept = filesBelow(codeOf(home))
    await logto(['users', 'get', 'u1'])
    const renewed = filesBelow(codeOf(home))
    for (const [path, written] of Object.entries(kept)) expect(renewed[path], path).not.toBe(written)
    await logto(['users', 'get', 'u1'])
    expect(filesBelow(codeOf(home))).toEqual(renewed)
  })

  it.skipIf(process.platform === 'win32')('is the user’s own', async () => {
    const { logto, home } = await tenant({ body: {} })
    await logto(['users', 'get', 'u1', '--json'])
    expect(statSync(codeOf(home)).mode & 0o777).toBe(0o700)
  })

  it('of other versions goes when they have kept none for a month', async () => {
    const { logto, home } = await tenant({ body: {} })
    const old = join(codeOf(home), '0.0.1')
    const recent = join(codeOf(home), '0.0.2')
    mkdirSync(join(old, 'run'), { recursive: true })
    mkdirSync(recent, { recursive: true })
    const past = Date.now() / 1000 - 31 * 24 * 3600
    utimesSync(old, past, past)
    await logto(['users', 'get', 'u1', '--json'])
    expect([existsSync(old), existsSync(recent)]).toEqual([false, true])
  })
})
