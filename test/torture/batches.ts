/** A batch that is killed again and again, and one at a server's limit. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { start } from '../cli/run.js'
import { startServer } from '../cli/server.js'
import { randomFrom } from './random.js'

/** Takes note of what was found. */
export type Judge = (what: string, good: boolean) => void

/** Additions, which must never be made twice: each is made once, or told as unclear. */
export async function batchKills(home: string, count: number, rows: number, seed: number, judge: Judge): Promise<void> {
  const made = new Map<string, number>()
  const server = await startServer(async ({ path, body }) => {
    await wait(3)
    const key = `${path} ${body}`
    made.set(key, (made.get(key) ?? 0) + 1)
    return { body: {} }
  })
  const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'a-token' }
  const file = join(home, 'rows.csv')
  writeFileSync(file, `id,user-ids\n${Array.from({ length: rows }, (_, i) => `o,u${i}\n`).join('')}`)
  const journal = join(home, 'journal.jsonl')
  const words = ['batch', 'orgs', 'add-users', '--input', file, '-o', 'jsonl']
  const below = randomFrom(seed)
  let killed = 0
  let last = ''
  for (let run = 0; ; run++) {
    const place = run === 0 ? ['--journal', journal] : ['--resume', journal]
    // Slow enough that so many kills find something to interrupt.
    const { child, finished } = start([...words, ...place, '--rate', '200'], home, { env, timeoutMs: 600_000 })
    const begun = made.size
    const killer = (async () => {
      if (killed >= count) return
      for (const end = Date.now() + 20_000; made.size <= begun && Date.now() < end && child.exitCode === null; )
        await wait(2)
      await wait(below(Math.max(20, (1000 * rows) / 200 / count)))
      if (child.kill('SIGKILL')) killed += 1
    })()
    const { code, signal, stderr } = await finished
    await killer
    last = stderr
    if (signal === null) {
      judge(`ended with ${code}: ${stderr.trim().split('\n').at(-1) ?? ''}`, code === 0 || code === 8)
      break
    }
  }
  server.close()
  const doubled = [...made.values()].filter((times) => times > 1).length
  const [, done = '0'] = /([\d,]+) done/.exec(last) ?? []
  const [, unclear = '0'] = /([\d,]+) unclear/.exec(last) ?? []
  const told = [done, unclear].map((text) => Number(text.replaceAll(',', ''))).reduce((a, b) => a + b)
  judge(`${killed} kills of ${rows} rows: ${doubled} made twice`, doubled === 0)
  judge(
    `${made.size} made; told as done ${done}, as unclear ${unclear}`,
    told === rows && made.size >= Number(done.replaceAll(',', '')),
  )
}

/** A server that allows 200 requests in any 10 s, and one run at that rate. */
export async function limit(home: string, requests: number, judge: Judge): Promise<void> {
  const taken: number[] = []
  let refused = 0
  const server = await startServer(async ({ path }) => {
    const now = performance.now()
    while ((taken[0] ?? now) <= now - 10_000) taken.shift()
    if (taken.length >= 200) {
      refused += 1
      return { status: 429, headers: { 'retry-after': '1' }, body: { code: 'rate', message: 'Slow.' } }
    }
    taken.push(now)
    await wait(10)
    return { body: { id: path } }
  })
  const env = { LOGTO_ENDPOINT: server.endpoint, LOGTO_ACCESS_TOKEN: 'a-token' }
  const input = Array.from({ length: requests }, (_, i) => `u${i}\n`).join('')
  const words = ['batch', 'users', 'suspend', '--rate', '20', '-o', 'jsonl']
  const { code, took } = await start(words, home, { env, input, timeoutMs: 600_000 }).finished
  server.close()
  const share = requests / (took / 1000) / 20
  judge(
    `${requests} requests at 200 in 10 s: exit ${code}, ${refused} refused, ${share.toFixed(3)} of the rate`,
    code === 0 && refused === 0 && share >= 0.95,
  )
}
