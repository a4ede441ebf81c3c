/**
 * `npm run torture`: what takes too long for every run of the tests. Jobs of many requests are killed at random moments
 * and resumed until they end, one runs at a server's limit,
 * and a tenant's files are edited at random. Ends with 1 when anything was lost, done twice or refused.
 * `-- --kills 10` for a sample, `--only imports` for one part; the same `--seed` gives the same moments.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { batchKills, limit } from './batches.js'
import { tenantEdits } from './edits.js'
import { importKills } from './imports.js'

const number = (value: string) => ({ type: 'string', default: value }) as const
const { values } = parseArgs({
  options: {
    kills: number('200'),
    rows: number('2000'),
    requests: number('3000'),
    edits: number('1000'),
    seed: number('1'),
    only: { type: 'string', multiple: true, default: ['imports', 'batches', 'limit', 'edits'] },
  },
})
const [kills, rows, seed] = [Number(values.kills), Number(values.rows), Number(values.seed)]
const home = mkdtempSync(join(tmpdir(), 'logto-torture-'))
let isGood = true

function judge(what: string, good: boolean): void {
  process.stdout.write(`${good ? 'good' : 'BAD '}  ${what}\n`)
  isGood &&= good
}

try {
  if (values.only.includes('imports')) await importKills(kills, rows, seed, judge)
  if (values.only.includes('batches')) await batchKills(home, kills, rows, seed, judge)
  if (values.only.includes('edits')) await tenantEdits(home, Number(values.edits), seed, judge)
  if (values.only.includes('limit')) await limit(home, Number(values.requests), judge)
} finally {
  rmSync(home, { recursive: true, force: true })
}
process.exitCode = isGood ? 0 : 1
