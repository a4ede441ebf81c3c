/** Runs `logto doctor` and reads its report. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Check, Status } from '../../../src/jobs/doctor/step.js'
import type { Finished, RunOptions } from '../../cli/run.js'
import type { Received, Reply } from '../../cli/server.js'
import { machineSecret, type Person } from '../login/person.js'

/** The order of the report. */
export const names = [
  'node',
  'configuration',
  'project',
  'tenant',
  'keychain',
  'proxy',
  'dns',
  'tls',
  'logto',
  'discovery',
  'clock',
  'token',
  'api',
  'role',
  'drift',
]

export interface Report {
  ended: Finished
  ok: boolean
  checks: Record<string, Check>
  /** The state of those checks that are not fine. */
  unwell: Record<string, Status>
}

/** The credentials of the application `machine` in the environment. */
export function machineAt(endpoint: string, more: Record<string, string> = {}): Record<string, string> {
  return { LOGTO_ENDPOINT: endpoint, LOGTO_CLIENT_ID: 'machine', LOGTO_CLIENT_SECRET: machineSecret, ...more }
}

/** The report as JSON. `line`: further words. */
export async function doctor(who: Person, line = '', options: RunOptions = {}): Promise<Report> {
  const ended = await who.logto(`doctor --json ${line}`.trim(), options)
  const { checks: list, ok } = JSON.parse(ended.stdout) as { checks: Check[]; ok: boolean }
  expect(list.map(({ name }) => name)).toEqual(names)
  const checks = Object.fromEntries(list.map((check) => [check.name, check]))
  const unwell = Object.fromEntries(
    list
      .filter(({ status, message }) => status !== 'ok' && !isNotNeeded(status, message))
      .map((c) => [c.name, c.status]),
  )
  for (const { status, hint, message } of list) {
    if (status === 'failed' || status === 'warning') expect(hint, message).toMatch(/\S/)
  }
  expect({ ok, code: ended.code === 0 }).toEqual({ ok: ended.code === 0, code: ok })
  return { ended, ok, checks, unwell }
}

/** Skipped since it does not apply here. */
function isNotNeeded(status: Status, message: string): boolean {
  return status === 'skipped' && !message.startsWith('needs ')
}

const root = join(import.meta.dirname, '..', '..', '..')
const index = JSON.parse(readFileSync(join(root, 'operations', 'index.json'), 'utf8')) as Record<
  string,
  { api: string; method: string; path: string }
>

/** The documents of a tenant that has what this program knows, changed by `change`; each with an ETag. */
export function documents(change: (api: string, paths: Record<string, Record<string, object>>) => void = () => {}) {
  return ({ path, headers }: Received): Reply => {
    const api = /\/(\w+)\.openapi\.json$/.exec(path)?.[1]
    if (api === undefined) return { status: 404 }
    const etag = `"state-of-${api}"`
    if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } }
    const paths: Record<string, Record<string, object>> = {}
    for (const each of Object.values(index).filter((entry) => entry.api === api)) {
      // Names of parameters differ from version to version.
      const template = each.path.replaceAll(/\{(\w+)\}/g, '{$1Renamed}')
      paths[template] = { ...paths[template], [each.method.toLowerCase()]: {}, parameters: {} }
    }
    change(api, paths)
    return { headers: { etag }, body: { openapi: '3.0.1', paths } }
  }
}
