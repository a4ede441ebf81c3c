/** The files of a tenant, edited at random and applied again and again: the tenant is always what they say. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '../cli/run.js'
import { edit, randomFrom } from '../jobs/tenant/edits.js'
import { startTenant } from '../sandbox/client.js'
import type { Judge } from './batches.js'

/** After each of `count` edits an apply has to succeed, and a diff to find nothing. */
export async function tenantEdits(home: string, count: number, seed: number, judge: Judge): Promise<void> {
  const tenant = await startTenant()
  const env = { LOGTO_ENDPOINT: tenant.url, LOGTO_ACCESS_TOKEN: tenant.token }
  const logto = (...words: string[]) => run(['tenant', ...words], home, { env, timeoutMs: 120_000 })
  const files = {
    read: (path: string) => readFileSync(join(home, path), 'utf8'),
    write(path: string, text: string) {
      mkdirSync(dirname(join(home, path)), { recursive: true })
      writeFileSync(join(home, path), text)
    },
  }
  await logto('pull', 't')
  const random = randomFrom(seed)
  let bad = 0
  for (let turn = 1; turn <= count && bad === 0; turn += 1) {
    const { what, deletes } = edit(files, random, turn)
    const applied = await logto('apply', 't', '--yes', ...(deletes ? ['--delete', '--max-deletes', '100'] : []))
    const after = await logto('diff', 't', ...(deletes ? ['--delete'] : []))
    if (applied.code === 0 && after.code === 0) continue
    bad += 1
    judge(`turn ${turn}, ${what}: ${applied.stderr}${after.stdout}`, false)
  }
  await tenant.close()
  judge(`${count} edits of a tenant's files came true (seed ${seed})`, bad === 0)
}
