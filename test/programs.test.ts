/** What tests look for is looked for in one way, is told to people, and is there where everything must be tested. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { allPrograms, isHere, need } from './programs.js'

const root = join(import.meta.dirname, '..')
const missing = allPrograms.filter((program) => !isHere(program))

it.runIf(process.env.CI)('with CI set, every program that tests use is here', () => expect(missing).toEqual([]))

describe('a test that needs a program', () => {
  afterEach(() => vi.unstubAllEnvs())

  it('runs where it is there', () => {
    vi.stubEnv('CI', '')
    const here = allPrograms.filter((program) => isHere(program))
    expect(need(...here)).toEqual({ lacking: false, note: '' })
  })

  it.skipIf(missing.length === 0)('is skipped by name where it is not, and never with CI set', () => {
    vi.stubEnv('CI', '')
    expect(need(...missing)).toEqual({ lacking: true, note: ` (skipped: no ${missing.join(', no ')} here)` })
    vi.stubEnv('CI', 'true')
    expect(need(...missing)).toEqual({ lacking: false, note: '' })
  })

  it('asks here: no other file of the tests asks for a version to find out what is there', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.endsWith('.ts') && !/(^|\/)programs(\.test)?\.ts$/.test(file),
    )
    const asking = /spawnSync\([^)]*(--version|'version'|command -v)|\bwhich [a-z]+['"`]/
    const found = files.filter((file) => asking.test(readFileSync(join(import.meta.dirname, file), 'utf8')))
    expect(found).toEqual([])
  })
})

it('the README names them all', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  expect(allPrograms.filter((program) => !readme.includes(program.replace(/^busybox .*/, 'busybox')))).toEqual([])
})
