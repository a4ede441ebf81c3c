/**
 * `npm run bench`: what a person waits for, as ratios to what a bare Node program takes for the same on the same
 * machine. `npm run bench -- --node PATH` measures on another Node, `--rounds N` more or less often, `--only imports` a
 * part.
 * docs/performance.md says how to read it.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Sandbox, startSandbox } from '../src/sandbox/start.js'
import { writeConfiguration } from './configuration.js'
import { inTurn, type Measured, median, type Run, run } from './measure.js'
import { inOrder, record, replay } from './recording.js'
import { serveTenant } from './tenant.js'

const { values } = parseArgs({
  options: {
    node: { type: 'string', default: process.execPath },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', multiple: true },
  },
})
const { node } = values
const rounds = Number(values.rounds)
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const program = here('../bin/run.js')
const report = ['--require', here('report.cjs')]
const id = 'u4x8k2m9p1qz'

/** Milliseconds after which a server of the benchmarks answers, where that is not the point. */
const delayMs = 10

/** The same of a tenant that is farther away. */
const farDelayMs = 40

const tenant = await serveTenant()
const home = mkdtempSync(join(tmpdir(), 'logto-bench-'))
const bare = { PATH: process.env.PATH, HOME: home, LOGTO_KEYCHAIN: 'off' }
const env = { ...bare, LOGTO_ENDPOINT: tenant.endpoint, LOGTO_ACCESS_TOKEN: 'a-token' }
const get = ['users', 'get', id, '--json']
/** What an assistant says first. */
const initialize = `${JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
})}\n`
const yardstick: Run = { args: [here('yardstick.mjs'), id], env }

try {
  print(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}, medians of ${rounds} rounds in turn`)
  const parts = { startUps, standalone, pages, scripts, batches, exports, imports, configurations, costs }
  for (const [name, measure] of Object.entries(parts)) {
    if (values.only?.includes(name) ?? true) await measure()
  }
} finally {
  tenant.close()
  rmSync(home, { recursive: true, force: true })
}

/** The commands that must feel instant, against one request by `node:http` and by undici. */
async function startUps(): Promise<void> {
  await signIn()
  const floor = bundled('floor/start.ts', join(home, 'floor'))
  const cases: [name: string, most: number | undefined, run: Run][] = [
    ['one request by node:http (yardstick)', undefined, yardstick],
    ['one request by undici', undefined, { args: [here('undici-request.mjs'), id], env }],
    ['an empty script', undefined, { args: [here('empty.cjs')], env }],
    ['the floor of users get: its libraries alone', undefined, { args: [floor, id, '--json'], env }],
    ['--version', 1.4, { args: [program, '--version'], env }],
    ['users list --help', 1.4, { args: [program, 'users', 'list', '--help'], env }],
    ['a usage error', 1.4, { args: [program, 'users', 'list', '--bogus'], env, exit: 2 }],
    ['users get ID --json, token given', 1.8, { args: [program, ...get], env }],
    ['users get ID --json, profile', 2.0, { args: [program, ...get], env: bare }],
    [
      'mcp serve, until it is initialized and left',
      undefined,
      { args: [program, 'mcp', 'serve'], env, input: initialize },
    ],
  ]
  const measured = await inTurn(
    node,
    cases.map(([, , run]) => run),
    rounds,
  )
  const [yard = [], undici = [], , bottom = [], version = [], , , given = [], , served = []] = measured
  for (const [i, [name, most]] of cases.entries()) line(name, measured[i] ?? [], yard, most)
  line('users get ID --json against undici', given, undici, 0.7)
  line('users get ID --json against its floor', given, bottom, undefined)
  line('mcp serve, initialized, against --version', served, version, 3)
}

/** Bundles a script of the benchmarks into a folder, and gives the file to run. */
function bundled(script: string, folder: string): string {
  execFileSync(here('../node_modules/.bin/tsx'), [here('bundle.ts'), here(script), folder])
  return join(folder, 'start.cjs')
}

/** Keeps a profile and its token in files, as on a machine without a keychain. */
async function signIn(): Promise<void> {
  const words = ['login', '--endpoint', tenant.endpoint, '--client-id', 'bench', '--client-secret-stdin']
  const args = [program, ...words, '--storage', 'file', '--profile', 'bench']
  await run(node, { args, env: bare, input: 'a secret' })
}

/** The single executable, against the installed program on the Node that it was made of. */
async function standalone(): Promise<void> {
  await signIn()
  const folder = join(home, 'standalone')
  execFileSync(node, ['--import', 'tsx', here('../generate/standalone.ts'), '--to', folder], { cwd: here('..') })
  const executable = readdirSync(folder).find((name) => /^logto-.*(?<!\.sha256)$/.test(name)) ?? ''
  const file = join(folder, executable)
  print(`${'the standalone program'.padEnd(54)} ${(statSync(file).size / 1e6).toFixed(0)} MB`)
  const cases: [name: string, words: readonly string[], env: NodeJS.ProcessEnv, exit?: number][] = [
    ['--version', ['--version'], env],
    ['users list --help', ['users', 'list', '--help'], env],
    ['a usage error', ['users', 'list', '--bogus'], env, 2],
    ['users get ID --json, token given', get, env],
    ['users get ID --json, profile', get, bare],
    ['lua, a script that does nothing', ['lua', '--eval', 'return 1'], env],
  ]
  for (const [name, words, env, exit = 0] of cases) {
    const [installed = [], alone = []] = await inTurn(
      node,
      [
        { args: [program, ...words], env, exit },
        { program: file, args: words, env, exit },
      ],
      rounds,
    )
    line(`standalone: ${name}, against the installed`, alone, installed, 1.3)
  }
}

/** A long list, against a bare loop of the same requests; and the memory it takes, against a tenth of it. */
async function pages(): Promise<void> {
  const all = ['users', 'list', '--all', '-o', 'jsonl']
  const runs = [
    { args: [here('bare-loop.mjs')], env },
    { args: [...report, program, ...all], env },
  ]
  tenant.users(10_000)
  const [, few = []] = await inTurn(node, runs, Math.min(rounds, 3))
  tenant.users(100_000)
  const [loop = [], many = []] = await inTurn(node, runs, Math.min(rounds, 3))
  line('users list --all, 100,000 rows, against a bare loop', many, loop, 1.5)
  compareMemory('its peak memory against 10,000 rows', many, few)
}

function compareMemory(name: string, many: readonly Measured[], few: readonly Measured[]): void {
  const memory = (of: readonly Measured[]) =>
    median(of.map(({ said }) => Number(/^peak (\d+)$/m.exec(said)?.[1]) / 1024))
  const ratio = memory(many) / memory(few)
  print(`${name.padEnd(54)} ${memory(many).toFixed(0)} MB : ${memory(few).toFixed(0)} MB  ${verdict(ratio, 1.2)}`)
}

/**
 * A thousand calls of a script, against the same loop in JavaScript over the program's own client: on a server that
 * answers in 5 ms, as a Logto nearby does, and on one that answers at once. And the memory of many calls.
 */
async function scripts(): Promise<void> {
  const loop = bundled('client-loop.ts', join(home, 'loop'))
  const script = (calls: number): Run => ({
    args: [...report, program, 'lua', here('loop.lua'), id, String(calls)],
    env,
  })
  const runs = [{ args: [loop, id, '1000'], env }, script(1000)]
  for (const [ms, most] of [
    [5, 1.15],
    [0, undefined],
  ] as const) {
    tenant.delay(ms)
    const [plain = [], lua = []] = await inTurn(node, runs, Math.min(rounds, 5))
    line(`1,000 calls of a script, answered in ${ms} ms`, lua, plain, most)
    line('the same loop in JavaScript', plain, plain, undefined)
  }
  const [few = [], many = []] = await inTurn(node, [script(5_000), script(25_000)], 1)
  compareMemory('peak memory of 25,000 calls against 5,000', many, few)
}

/** Runs of the program, and of a bare loop at the number at once that is best for it, on a server that answers in 10 ms. */
async function besideBestLoop(loop: (atOnce: string) => string[], own: Run): Promise<[Measured[], Measured[]]> {
  const bareLoop = (atOnce: string): Run => ({ args: loop(atOnce), env })
  tenant.delay(10)
  const [eight = [], sixteen = [], runs = []] = await inTurn(
    node,
    [bareLoop('8'), bareLoop('16'), own],
    Math.min(rounds, 3),
  )
  tenant.delay(0)
  const isEight = median(eight.map(({ ms }) => ms)) < median(sixteen.map(({ ms }) => ms))
  return [runs, isEight ? eight : sixteen]
}

/** The check of so many rows, against parsing them alone. */
async function checkOf(name: string, file: string, check: Run, most: number | undefined): Promise<void> {
  const parse: Run = { args: [here('parse-csv.mjs'), file], env }
  const [parsed = [], checked = []] = await inTurn(node, [parse, check], Math.min(rounds, 3))
  line(name, checked, parsed, most)
}

/**
 * A batch, against a bare loop of the same requests at the number at once that is best for it, on a server that answers
 * in 10 ms; the check of many rows against parsing them alone; and the memory of a million rows.
 */
async function batches(): Promise<void> {
  const rows = (count: number) => {
    const file = join(home, `rows-${count}.csv`)
    const lines = Array.from({ length: count }, (_, i) => `u${i},Person ${i},person${i}@example.com`)
    writeFileSync(file, `user-id,name,primaryEmail\n${lines.join('\n')}\n`)
    return file
  }
  const batch = (file: string, more: readonly string[]): Run => ({
    args: [...report, program, 'batch', 'users', 'update', '--input', file, '--new-run', ...more],
    env,
  })
  const many = rows(20_000)
  const [own, best] = await besideBestLoop(
    (atOnce) => [here('write-loop.mjs'), many, atOnce],
    batch(many, ['-o', 'jsonl']),
  )
  line('batch users update, 20,000 rows answered in 10 ms, against a loop', own, best, 1 / 0.95)
  const check = ['--dry-run', '--offline', '-o', 'jsonl']
  const hundred = rows(100_000)
  // A last row that cannot be right: all is checked, and nothing is shown of what would be sent.
  const faulty = join(home, 'faulty.csv')
  writeFileSync(faulty, `${readFileSync(hundred, 'utf8')}u,too,many,cells\n`)
  await checkOf('the check of 100,000 rows, against csv-parse alone', hundred, { ...batch(faulty, check), exit: 2 }, 10)
  await checkOf('the same with all requests shown', hundred, batch(hundred, check), undefined)
  const [few, million] = await Promise.all([rows(10_000), rows(1_000_000)].map((file) => run(node, batch(file, check))))
  compareGrowth('peak memory of 1,000,000 rows', few, million)
}

/** Memory of very many rows, against that of ten thousand: 1.2 times that and so many bytes a row at most. */
function compareGrowth(
  name: string,
  few: Measured | undefined,
  very: Measured | undefined,
  { rows, bytes } = { rows: 1_000_000, bytes: 64 },
): void {
  const peak = (of: Measured | undefined) => Number(/^peak (\d+)$/m.exec(of?.said ?? '')?.[1]) / 1024
  const most = 1.2 * peak(few) + (bytes * rows) / 2 ** 20
  const much = peak(very) > most ? '  TOO MUCH' : ''
  print(
    `${name.padEnd(54)} ${peak(very).toFixed(0)} MB of at most ${most.toFixed(0)} (10,000: ${peak(few).toFixed(0)} MB)${much}`,
  )
}

/**
 * An export of many people with their roles, against a bare loop of the same reads at the number at once that is best
 * for it, on a server that answers in 10 ms; and the memory that a million people take.
 */
async function exports(): Promise<void> {
  const to = join(home, 'people.jsonl')
  const own: Run = { args: [...report, program, 'users', 'export', to, '--with', 'roles'], env }
  tenant.delay(10)
  tenant.users(10_000)
  const [few = []] = await inTurn(node, [own], Math.min(rounds, 3))
  tenant.users(100_000)
  const [many, best] = await besideBestLoop((atOnce) => [here('export-loop.mjs'), to, atOnce], own)
  line('users export, 100,000 people with roles, against the bare reads', many, best, 1.3)
  tenant.users(1_000_000)
  const [very = []] = await inTurn(node, [own], 1)
  compareGrowth('peak memory of an export of 1,000,000 people', few[0], very[0])
}

/**
 * A configuration of 500 objects applied to a new tenant, compared with it, and read. Measured is the time from the first
 * request to the last answer, beside that of the same requests made bare, and of a diff the time from there to its end.
 */
async function configurations(): Promise<void> {
  const folder = join(home, 'configuration')
  const recorded = join(home, 'exchanges.json')
  writeConfiguration(folder)
  const sandbox = await startSandbox({ operations: new URL('../operations/', import.meta.url) })
  const token = await tokenOf(sandbox)
  const words = { apply: [folder, '--yes'], diff: [folder], pull: [join(home, 'pulled')] }
  const most = { apply: 1 / 0.9, diff: 1.2, pull: 1.3 }
  for (const verb of ['apply', 'diff', 'pull'] as const) {
    const logto = (endpoint: string): Run => ({
      args: [program, 'tenant', verb, ...words[verb]],
      env: { ...env, LOGTO_ENDPOINT: endpoint, LOGTO_ACCESS_TOKEN: token },
    })
    const recording = await record(sandbox.url)
    await run(node, logto(recording.endpoint))
    recording.close()
    const groups = inOrder(recording.exchanges)
    writeFileSync(recorded, JSON.stringify(groups))
    for (const ms of [delayMs, farDelayMs]) {
      const shares: number[] = []
      const spans: number[] = []
      for (let round = 0; round < Math.min(rounds, 5); round++) {
        rmSync(join(home, 'pulled'), { recursive: true, force: true })
        const own = await replay(recording.exchanges, ms)
        await run(node, logto(own.endpoint))
        const toEnd = (performance.now() - own.from()) / own.span()
        own.close()
        const bare = await replay(recording.exchanges, ms)
        const loop = [here('exchange-loop.mjs'), recorded, String(own.atOnce())]
        await run(node, { args: loop, env: { ...env, LOGTO_ENDPOINT: bare.endpoint } })
        shares.push(verb === 'diff' ? toEnd : own.span() / bare.span())
        spans.push(own.span())
        bare.close()
      }
      const what = `tenant ${verb} of 500 objects answered in ${ms} ms`
      print(`${what.padEnd(54)} ${median(spans).toFixed(0).padStart(6)} ms  ${verdict(median(shares), most[verb])}`)
      if (ms === delayMs) print(`  ${recording.exchanges.length} requests in ${groups.length} groups`)
    }
  }
  await sandbox.close()
}

async function tokenOf({ url, clientId, clientSecret }: Sandbox): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    resource: 'https://default.logto.app/api',
    scope: 'all',
  })
  const answer = await fetch(`${url}/oidc/token`, { method: 'POST', body })
  return String(((await answer.json()) as { access_token: string }).access_token)
}

/** The same of an import: people created, people checked, and the memory of a million. */
async function imports(): Promise<void> {
  const people = (count: number) => {
    const file = join(home, `people-${count}.csv`)
    const lines = Array.from({ length: count }, (_, i) => `person${i}@example.com,Person ${i}`)
    writeFileSync(file, `primaryEmail,name\n${lines.join('\n')}\n`)
    return file
  }
  const importing = (file: string, more: readonly string[]): Run => ({
    args: [...report, program, 'users', 'import', file, '--new-run', ...more],
    env,
  })
  const many = people(20_000)
  const [own, best] = await besideBestLoop(
    (atOnce) => [here('write-loop.mjs'), many, atOnce],
    importing(many, ['--yes', '--json']),
  )
  line('users import, 20,000 people answered in 10 ms, against a loop', own, best, 1 / 0.95)
  const check = ['--dry-run', '--offline', '--json']
  const hundred = people(100_000)
  await checkOf('the check of 100,000 people, against csv-parse alone', hundred, importing(hundred, check), 10)
  const memory = async (count: number, more: readonly string[]) => run(node, importing(people(count), more))
  const rows = 1_000_000
  compareGrowth(
    'peak memory of the check of 1,000,000 people',
    await memory(10_000, check),
    await memory(rows, check),
    { rows, bytes: 64 },
  )
  // The limit is that of a million people, whose import takes a quarter of an hour: see docs/performance.md.
  const yes = ['--yes', '--json']
  compareGrowth('peak memory of an import of 100,000 people', await memory(10_000, yes), await memory(100_000, yes), {
    rows,
    bytes: 64,
  })
}

/** What is installed, and what one request loads. */
async function costs(): Promise<void> {
  const packed = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: here('..'), encoding: 'utf8' }),
  ) as [{ unpackedSize: number }]
  print(`${'installed package'.padEnd(54)} ${(packed[0].unpackedSize / 1e6).toFixed(1)} MB without the optional keytar`)
  for (const words of [['--version'], ['users', 'list', '--help'], get]) {
    const { said } = await run(node, { args: [...report, program, ...words], env })
    const [, files, bytes, builtins] = /^files (\d+) (\d+) (\d+)$/m.exec(said) ?? []
    print(
      `${`loaded by ${words.join(' ')}`.padEnd(54)} ${files} files (${bytes} bytes), ${builtins} of Node's own modules`,
    )
  }
}

function line(name: string, own: readonly Measured[], yard: readonly Measured[], most: number | undefined): void {
  const ms = median(own.map((run) => run.ms))
  const ratio = median(own.map((run, i) => run.ms / (yard[i]?.ms ?? Number.NaN)))
  print(
    `${name.padEnd(54)} ${ms.toFixed(0).padStart(6)} ms  ${most === undefined ? ratio.toFixed(2) : verdict(ratio, most)}`,
  )
}

function verdict(ratio: number, most: number): string {
  return `${ratio.toFixed(2)} of at most ${Number(most.toFixed(2))}${ratio > most ? '  TOO MUCH' : ''}`
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
