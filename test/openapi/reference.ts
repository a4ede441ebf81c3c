import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Documents, OpenApiDocument } from '../../src/call/facts/repairs/document.js'

const root = join(import.meta.dirname, '..', '..')

/** Folder with Logto's own documents and recorded exchanges, where present (`LOGTO_REFERENCE`, or a sibling folder). */
export const referenceFolder = process.env.LOGTO_REFERENCE ?? join(root, '..', 'shared')

export const hasReference =
  existsSync(join(referenceFolder, 'openapi')) && existsSync(join(referenceFolder, 'exchanges'))

/** Why tests that need the reference are skipped. */
export const skipReason = hasReference ? '' : ' (skipped: no recorded exchanges here)'

export const storedFolder = join(root, 'openapi')

export interface Exchange {
  operationId: string
  request: { method: string; url: string; content_type: string | null; verification_id: string | null; body: unknown }
  response: { status: number; headers: Record<string, string>; body: unknown }
}

/** The documents in a folder, parsed. */
export function loadDocuments(folder: string): Documents {
  const load = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as OpenApiDocument
  return { management: load('management'), experience: load('experience'), user: load('user') }
}

/** Every recorded exchange whose answer is a success or a redirect. */
export function recordedSuccesses(): Exchange[] {
  const folder = join(referenceFolder, 'exchanges')
  return readdirSync(folder)
    .flatMap((file) => Object.values(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Recorded>))
    .flatMap(({ operation_id: operationId, exchanges }) => exchanges.map((exchange) => ({ ...exchange, operationId })))
    .filter(({ response }) => response.status < 400)
}

interface Recorded {
  operation_id: string
  exchanges: Omit<Exchange, 'operationId'>[]
}
