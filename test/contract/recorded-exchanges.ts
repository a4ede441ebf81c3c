/** Exchanges with a running Logto, recorded once, where present. */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const folder = join(process.env.LOGTO_REFERENCE ?? join(root, '..', 'shared'), 'exchanges')

export const hasRecordings = existsSync(folder)

/** Follows the name of a suite that is skipped without them. */
export const skipReason = hasRecordings ? '' : ' (skipped: no recorded exchanges here)'

export interface RecordedRequest {
  method: string
  /** Path and query. */
  url: string
  content_type: string | null
  verification_id: string | null
  /** Parsed JSON; null when none was sent. */
  body: unknown
}

export interface RecordedResponse {
  status: number
  headers: Record<string, string>
  /** Parsed JSON, or a text; null when it was empty. */
  body: unknown
}

export interface Recording {
  /** Such as `users list`. */
  command: string
  /** Tells the recordings of one command apart, from 1. */
  number: number
  request: RecordedRequest
  response: RecordedResponse
}

/** All recordings; empty where there are none. */
export function recordings(): Recording[] {
  if (!hasRecordings) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as RecordedFile))
    .flatMap(([command, { exchanges }]) => exchanges.map((one, i) => ({ command, number: i + 1, ...one })))
}

type RecordedFile = Record<string, { exchanges: Pick<Recording, 'request' | 'response'>[] }>

/** The body as the server wrote it. Very large documents are recorded as a remark, which travels as a JSON string. */
export function bodyText({ headers, body }: RecordedResponse): string {
  if (body === null) return ''
  return headers['content-type']?.includes('json') ? JSON.stringify(body) : String(body)
}
