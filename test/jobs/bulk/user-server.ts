/** A tenant with users that remembers what it has carried out, and can be made to misbehave. */

import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Received, Reply } from '../../cli/server.js'
import { type Tenant, tenant } from '../../cli/tenant.js'

export interface Misbehaviour {
  /** What happens to a request, by its number from 1, before it is looked at: an answer, or none and nothing is done. */
  before?: (request: Received, response: ServerResponse, count: number) => Reply | 'cut' | undefined
  /** What happens after it was carried out, in the place of its answer. */
  after?: (request: Received, response: ServerResponse, count: number) => Reply | 'cut' | undefined
  delayMs?: number
}

export interface UserServer extends Tenant {
  /** How often each write was carried out, such as `DELETE /api/users/u1`. */
  carriedOut: Map<string, number>
}

/** Serves `/api/users/…`: ids that contain `missing` are answered 404. Ends with the test. */
export async function userServer(how: Misbehaviour = {}): Promise<UserServer> {
  const carriedOut = new Map<string, number>()
  const served = await tenant(async (request, response, count) => {
    await wait(how.delayMs ?? 1)
    const early = how.before?.(request, response, count)
    if (early) return early === 'cut' ? cut(response) : early
    const { method, path, body } = request
    if (path.includes('missing')) return { status: 404, body: { code: 'entity.not_found', message: 'Gone.' } }
    if (method !== 'GET') {
      const key = `${method} ${path}${method === 'POST' ? ` ${body}` : ''}`
      carriedOut.set(key, (carriedOut.get(key) ?? 0) + 1)
    }
    const late = how.after?.(request, response, count)
    if (late) return late === 'cut' ? cut(response) : late
    if (method === 'DELETE') return { status: 204 }
    return { body: { id: path.split('/')[3], ...(body ? (JSON.parse(body) as object) : {}) } }
  })
  return { ...served, carriedOut }
}

function cut(response: ServerResponse): undefined {
  response.destroy()
}

/** `count` plain lines: `u1`, `u2`, … */
export function ids(count: number): string {
  return Array.from({ length: count }, (_, i) => `u${i + 1}\n`).join('')
}

/** The journal that a run has named. */
export function journalIn(stderr: string): string {
  const path = /journal: (\S+\.jsonl)/.exec(stderr)?.[1]
  if (path === undefined) throw new Error(`no journal is named in: ${stderr}`)
  return path
}
