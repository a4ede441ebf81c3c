import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exchanges } from './client.js'

/** A refusal that was recorded from a running Logto. */
export interface Recorded {
  command: string
  status: number
  code: string
  /** Properties of `data`. */
  data: string[]
}

/** Every recorded answer but the successes; there must be a folder of recordings. */
export function recordedRefusals(): Recorded[] {
  type Body = { code?: string; data?: object } | string | null
  type File = Record<string, { exchanges: { response: { status: number; body: Body } }[] }>
  return readdirSync(exchanges).flatMap((file) =>
    Object.entries(JSON.parse(readFileSync(join(exchanges, file), 'utf8')) as File).flatMap(([command, of]) =>
      of.exchanges.flatMap(({ response: { status, body } }) => {
        if (status < 400 || typeof body !== 'object' || !body?.code) return []
        return [{ command, status, code: body.code, data: Object.keys(body.data ?? {}).sort() }]
      }),
    ),
  )
}
