/** A release says what the changelog says of it, and is none where the two do not fit. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

function notes(...tag: string[]) {
  const words = ['--import', 'tsx', join(root, 'generate', 'release-notes.ts'), ...tag]
  return spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' })
}

it('the notes of a release are its section of the changelog', () => {
  const { status, stdout, stderr } = notes(`v${version}`)
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('- Every operation')
  expect(stdout).not.toMatch(/^## /m)
})

it.each([['v0.0.1'], [version], []])('the tag %s is refused', (...tag) => {
  expect(notes(...tag)).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(version) })
})
