/** Output that cannot be written: one line on standard error and exit 10, whatever the command. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contracts, index, manifest } from '../contract/command-facts.js'
import { Pool } from '../contract/pool.js'
import { picture, variantsOf } from '../contract/variants.js'
import { shell } from './run.js'
import { errorOf, tenant } from './tenant.js'

const told = 'Error: cannot write to standard output: no space left on device (ENOSPC)\n'
const hasFull = existsSync('/dev/full')
const unsupported = hasFull ? '' : ' (skipped: no /dev/full here)'

const folder = mkdtempSync(join(tmpdir(), 'full-disk-'))
writeFileSync(join(folder, picture), '')
writeFileSync(join(folder, 'site.zip'), '')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the built program with its standard output on a device that is full. */
function onFullDisk(words: readonly string[]) {
  const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  return shell(`logto ${line} > /dev/full`, folder)
}

describe.skipIf(!hasFull)(`on a full disk${unsupported}`, () => {
  it('every command of an operation says so in one line', { timeout: 600_000 }, async () => {
    const lines = (await contracts()).map((contract) => variantsOf(contract)[0]?.line ?? [])
    expect(lines).toHaveLength(Object.keys(index).length)
    expect(await failing(lines.map((line) => [...line, '--dry-run']))).toEqual([])
  })

  it('every other command says so in one line', { timeout: 120_000 }, async () => {
    const own = Object.keys(manifest.commands).map((id) => id.replaceAll(':', ' '))
    const others = own.filter((command) => !Object.hasOwn(index, command))
    expect(others.length).toBeGreaterThan(20)
    expect(await failing(others.map((command) => [...command.split(' '), '--help']))).toEqual([])
  })

  it.each([
    ['--version'],
    ['--help'],
    ['help'],
    ['users'],
    ['help', 'output'],
    ['commands'],
    ['search', 'suspend'],
    ['docs', 'users', 'list'],
    ['schema', 'users', 'create'],
    ['autocomplete', 'bash'],
    ['autocomplete', 'words', '--', 'us'],
    ['lua', '-e', 'print(1)'],
    ['lua', '-e', 'pcall(print, 1) return {1}'],
    ['lua', '-e', 'return {1}'],
    ['api', 'GET', '/api/users', '--dry-run'],
    ['users', 'list', '--curl'],
  ])('%s %s %s', async (...words) => {
    expect(await onFullDisk(words)).toMatchObject({ code: 10, stderr: told })
  })

  it('the sandbox ends', async () => {
    const { code, stderr } = await onFullDisk(['sandbox'])
    expect({ code, last: stderr.split('\n').at(-2) }).toEqual({ code: 10, last: told.trimEnd() })
  })

  it.each(['table', 'csv', 'jsonl', 'json', 'yaml', 'text'])('a list in %s', async (format) => {
    const { shell: sh } = await tenant({ body: [{ id: 'h1' }] })
    const ended = await sh(`logto hooks list -o ${format} > /dev/full`)
    expect(ended.code).toBe(10)
    if (format === 'table' || format === 'text') expect(ended.stderr).toBe(told)
    else expect(errorOf(ended)).toMatchObject({ code: 'output.cannot_write' })
  })

  it('a log that is followed', async () => {
    const now = Date.now()
    const { shell: sh } = await tenant({ body: [{ id: 'l1', key: 'SignIn', payload: {}, createdAt: now }] })
    expect(await sh('logto logs tail --since 1h > /dev/full')).toMatchObject({ code: 10, stderr: told })
  })
})

/** The command lines that do not end as they should, with how they ended. */
async function failing(lines: readonly (readonly string[])[]): Promise<string[]> {
  const two = new Pool([1, 2])
  const wrong = lines.map((line) =>
    two.lend(async () => {
      const { code, stderr } = await onFullDisk(line)
      const said = stderr.replace(/^.* is deprecated: see its help\n/, '')
      return code === 10 && said === told ? [] : [`${line.join(' ')}: ${code} ${stderr}`]
    }),
  )
  return (await Promise.all(wrong)).flat()
}

/** A shell in which no file may grow over a KiB (two blocks, as POSIX counts) stands for a disk with that much room. */
const canLimit = process.platform !== 'win32'

describe.skipIf(!canLimit)('on a disk that fills up', () => {
  const pages = ({ query }: { query: [string, string][] }) => {
    const page = Number(new Map(query).get('page'))
    return {
      body: Array.from({ length: 100 }, (_, i) => ({ id: `u${page}${i}` })),
      headers: { 'total-number': '300' },
    }
  }

  it('a file that was cut short is no success, though Node takes it for one', async () => {
    const { shell: sh, home } = await tenant({ body: [{ id: 'h1', name: 'x'.repeat(3000) }] })
    const ended = await sh('ulimit -f 2; logto hooks list --json > out.json')
    expect(errorOf(ended)).toMatchObject({ message: expect.stringMatching(/file too large \(EFBIG\)$/) })
    expect(ended.code).toBe(10)
    expect(readFileSync(join(home, 'out.json'), 'utf8')).toHaveLength(1024)
  })

  it('says how many rows were written', async () => {
    const { shell: sh } = await tenant(pages)
    const ended = await sh('ulimit -f 2; logto users list --all --columns id > ids.txt')
    expect(ended).toMatchObject({
      code: 10,
      stderr: 'Error: cannot write to standard output: file too large (EFBIG), after 200 rows\n',
    })
  })
})
