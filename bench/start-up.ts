/**
 * `npm run bench`: whole-process times of the built program, run in turn with a yardstick, as ratios.
 * Times on a shared machine wander; the ratio of neighbours does not.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'

const rounds = Number(process.env.BENCH_ROUNDS ?? 15)
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const program = here('../bin/run.js')
const user = { id: 'u4x8k2m9p1qz', username: 'ann', primaryEmail: 'ann@example.com', customData: {} }

const cases: Record<string, string[]> = {
  '--version': [program, '--version'],
  'users list --help': [program, 'users', 'list', '--help'],
  'a usage error': [program, 'users', 'list', '--bogus'],
  'users get ID --json': [program, 'users', 'get', user.id, '--json'],
}

/** Milliseconds from start to exit, output read. */
async function time(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const start = process.hrtime.bigint()
  const child = spawn(process.execPath, args, { env, cwd: tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.resume()
  child.stderr.resume()
  await once(child, 'close')
  return Number(process.hrtime.bigint() - start) / 1e6
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(user))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address() as { port: number }
const env = { ...process.env, LOGTO_ENDPOINT: `http://127.0.0.1:${port}`, LOGTO_ACCESS_TOKEN: 'a-token' }
const yardstick = [here('yardstick.mjs'), user.id]

process.stdout.write(`Node ${process.versions.node}, ${rounds} rounds, medians\n`)
for (const [name, args] of Object.entries(cases)) {
  const pairs: { own: number; yard: number }[] = []
  await time(args, env)
  for (let i = 0; i < rounds; i++) pairs.push({ own: await time(args, env), yard: await time(yardstick, env) })
  const own = median(pairs.map((p) => p.own))
  const yard = median(pairs.map((p) => p.yard))
  const ratio = median(pairs.map((p) => p.own / p.yard))
  process.stdout.write(
    `${name.padEnd(22)} ${own.toFixed(0).padStart(5)} ms   yardstick ${yard.toFixed(0).padStart(5)} ms   ratio ${ratio.toFixed(2)}\n`,
  )
}
server.close()
