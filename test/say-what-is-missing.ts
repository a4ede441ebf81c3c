/** Before the first test: what this machine lacks, so that nobody wonders at the tests that are skipped. */

import { allPrograms, isHere } from './programs.js'

export function setup(): void {
  const missing = allPrograms.filter((program) => !isHere(program))
  if (missing.length === 0) return
  const what = process.env.CI
    ? 'needed, since CI is set, and not here'
    : 'not here, so that tests which use it are skipped'
  process.stdout.write(`\n${what}: ${missing.join(', ')}\n`)
}
