/** The examples in the help of the commands for many, with the files that they name. */

import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { shell } from '../../cli/run.js'
import { examplesOf } from '../../contract/command-facts.js'
import type { Json } from '../../sandbox/client.js'
import type { BentSandbox } from '../import/bent-sandbox.js'
import { bentSandbox } from '../import/bent-tenant.js'
import { writeProfiles } from '../lua/profiles.js'
import { journalIn } from './user-server.js'

const bcrypt = '$2a$06$YMIg2apjSevzWDx0A7wTCuUARBPx9thVi56ZJEZIi2DqiD3m1BDY.'

const people = 'primaryEmail,name\nina@example.com,Ina\njo@example.com,Jo\n'

/** Files that examples name, by command. */
const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  batch: {
    'ids.txt': 'ana000000000\nbo0000000000\n',
    'people.csv': 'user-id,name,customData.plan\nana000000000,Ana,pro\n',
  },
  'users import': {
    'people.csv': people,
    'export.ndjson': `${JSON.stringify({
      ...{ user_id: 'auth0|64b7f2a1c8e9d0a1b2c3d4e5', email: 'kim@example.com', email_verified: true },
      ...{ name: 'Kim', created_at: '2024-01-31T10:00:00.000Z', updated_at: '2024-01-31T10:00:00.000Z' },
      identities: [{ provider: 'auth0', connection: 'db', user_id: '64b7f2a1c8e9d0a1b2c3d4e5', isSocial: false }],
    })}\n`,
    'hashes.ndjson': `${JSON.stringify({
      ...{ _id: { $oid: '64b7f2a1c8e9d0a1b2c3d4e5' }, email: 'kim@example.com', email_verified: true },
      ...{ passwordHash: bcrypt, tenant: 'acme', connection: 'db' },
    })}\n`,
  },
  'users export': {},
}

/** A run that asks is answered beforehand: there is no terminal here. */
function meant(line: string): string {
  const asks = /^logto users import/.test(line) && !/--(dry-run|yes)/.test(line)
  return asks ? `${line} --yes` : line
}

async function ready(bent: BentSandbox, command: string, line: string): Promise<void> {
  for (const [name, text] of Object.entries(files[command] ?? {})) writeFileSync(join(bent.home, name), text)
  if (line.includes('--profile staging')) await stagingOf(bent)
  if (!line.includes('--undo')) return
  const { stderr } = await bent.logto(['users', 'import', 'people.csv', '--yes'])
  copyFileSync(journalIn(stderr), join(bent.home, 'journal.jsonl'))
}

/** Another tenant, without people of its own, by the name of a profile. */
async function stagingOf(bent: BentSandbox): Promise<void> {
  const { tenant } = await bentSandbox()
  const { json } = await tenant.call('GET', '/api/users?page_size=100')
  for (const { id } of json as unknown as Json[]) await tenant.call('DELETE', `/api/users/${id}`)
  writeProfiles(bent.home, { staging: { endpoint: tenant.url, token: tenant.token } })
}

const lines = Object.keys(files).flatMap((command) =>
  examplesOf(command).map((line): [string, string] => [line, command]),
)

it.each(lines)('%s', async (line, command) => {
  const bent = await bentSandbox()
  await ready(bent, command, line)
  const env = { LOGTO_ENDPOINT: bent.endpoint, LOGTO_ACCESS_TOKEN: bent.tenant.token }
  const { code, stderr } = await shell(meant(line), bent.home, { env })
  expect(code, stderr).toBe(0)
})
