import { STATUS_CODES } from 'node:http'
import { parseExact } from '../../base/exact-json.js'
import type { Operation } from '../facts/operation.js'
import type { Answer } from '../http/exchange.js'
import { totalOf } from '../http/pages.js'
import type { Printable } from '../output/answer.js'
import { notLogto, unexpectedRedirect } from './refusal.js'

/** Where a redirect is the documented answer: the SAML endpoints send a browser on. */
const redirects = /\/saml/

/** Understands a 2xx or 3xx answer, or a refusal that is a result. Throws a NetworkError for a redirect or a document that is not Logto's. */
export function printableOf(answer: Answer, operation: Operation, args: Readonly<Record<string, string>>): Printable {
  const { status, text } = answer
  const location = answer.headers.location
  if (status >= 300 && status < 400) {
    if (typeof location !== 'string' || !redirects.test(operation.path)) throw unexpectedRedirect(answer)
    return { kind: 'redirect', status, location }
  }
  const type = String(answer.headers['content-type'] ?? '')
  // Koa answers a status without a body with the status phrase as text.
  if (text === '' || (type.startsWith('text/plain') && text === STATUS_CODES[status])) {
    return { kind: 'empty', status, says: sentence(operation, args) }
  }
  if (!type.includes('json')) {
    if (type.includes('html') && !redirects.test(operation.path)) throw notLogto(answer)
    return { kind: 'text', text, contentType: type }
  }
  return documentOf(parse(answer), answer, operation)
}

function documentOf(document: unknown, answer: Answer, operation: Operation): Printable {
  const rows = rowsOf(document, operation.rows)
  if (!rows) return { kind: 'object', value: document }
  const { total, capped } = totalOf(answer)
  return { kind: 'rows', document, rows, envelope: operation.rows, total, capped }
}

/** The rows of a list, bare or in the envelope's property; undefined for any other document. */
export function rowsOf(document: unknown, envelope: string | undefined): readonly unknown[] | undefined {
  if (Array.isArray(document)) return document
  if (envelope === undefined || typeof document !== 'object' || document === null) return undefined
  const rows = (document as Record<string, unknown>)[envelope]
  return Array.isArray(rows) ? rows : undefined
}

/** Parses a JSON answer; its long whole numbers keep their digits. Throws a NetworkError when it is none. */
export function parse(answer: Answer): unknown {
  try {
    return parseExact(answer.text)
  } catch {
    throw notLogto(answer)
  }
}

function sentence({ says }: Operation, args: Readonly<Record<string, string>>): string {
  return (says ?? 'Done.').replace(/\{([\w-]+)\}/g, (whole, name: string) => args[name] ?? whole)
}
