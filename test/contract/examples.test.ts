/** Every example of the help, run as it stands in a shell, as a dry run. */

import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretMask } from '../../src/base/secret-names.js'
import { type Contract, contracts, examplesOf, root } from './command-facts.js'
import { writeExampleFiles } from './example-files.js'
import { Prism } from './mock-tenant.js'
import { Pool } from './pool.js'
import { run } from './run-program.js'

const all = await contracts()
const top = mkdtempSync(join(tmpdir(), 'examples-'))
let prism: Prism
let count = 0

/** Runs the built program as a dry run, and notes what each run came to. */
const shim = `#!/bin/sh
'${process.execPath}' '${join(root, 'bin', 'run.js')}' --dry-run "$@" > dry-run.json 2> complaint.txt
echo "$?" >> exit-codes.txt
cat dry-run.json
`

beforeAll(async () => {
  mkdirSync(join(top, 'bin'))
  writeFileSync(join(top, 'bin', 'logto'), shim)
  chmodSync(join(top, 'bin', 'logto'), 0o755)
  prism = await Prism.open()
}, 120_000)
afterAll(() => rmSync(top, { recursive: true, force: true }))

const workers = new Pool(['one', 'two'])

describe.concurrent('the examples', () => {
  it.each(all.map((contract) => [contract.command, contract] as const))(
    '%s',
    { timeout: 60_000 },
    async (_, contract) => {
      for (const example of examplesOf(contract.command)) {
        await workers.lend(() => checkExample(example, contract))
      }
    },
  )
})

async function checkExample(example: string, contract: Contract): Promise<void> {
  count += 1
  const folder = join(top, String(count))
  mkdirSync(folder)
  writeExampleFiles(example, contract, folder)
  // There is no terminal to answer a question on.
  const answered = example.replaceAll(/'(--[\w-]+)=\?'/g, "$1='typed answer'")
  await run('sh', ['-c', answered], folder, { PATH: `${join(top, 'bin')}:${process.env.PATH}`, HOME: folder })
  const told = `${example}\n${readFileSync(join(folder, 'complaint.txt'), 'utf8')}`
  expect(readFileSync(join(folder, 'exit-codes.txt'), 'utf8'), told).toBe('0\n')
  const sent = JSON.parse(readFileSync(join(folder, 'dry-run.json'), 'utf8')) as DryRun
  const url = new URL(sent.url)
  expect(sent.method, told).toBe(contract.documented.method)
  if (sent.headers['content-type'] === 'multipart/form-data') return
  // A dry run masks secrets; any plain text will do in their place.
  const body = sent.body === undefined ? '' : JSON.stringify(sent.body).replaceAll(secretMask, 'hidden')
  const { violations } = await prism.judge({
    method: sent.method,
    path: url.pathname,
    query: [...url.searchParams],
    // A dry run masks the token, and the cookies of a sign-in.
    headers: {
      ...sent.headers,
      authorization: 'Bearer token',
      ...(sent.headers.cookie === secretMask ? { cookie: '_interaction=masked' } : {}),
      'content-length': String(Buffer.byteLength(body)),
    },
    body,
  })
  // What would be read to keep the rest of an object is not in a dry run.
  const stored = /must have required property/
  const isPart = Object.entries(contract.operation.body?.fields ?? {}).some(
    ([flag, { within }]) => within && example.includes(`--${flag} `),
  )
  const merges = example.includes('--merge') || (contract.documented.method === 'PATCH' && isPart)
  expect(merges ? violations.filter((v) => !stored.test(v)) : violations, told).toEqual([])
}

interface DryRun {
  method: string
  url: string
  headers: Record<string, string>
  body?: unknown
}
