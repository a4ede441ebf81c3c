import { UsageError } from '../../base/errors.js'
import type { FieldFact, Operation } from '../facts/operation.js'
import { buildBody } from './build-body.js'
import type { FlagValue } from './field-value.js'
import { fieldValue } from './field-value.js'
import type { Input, Surroundings } from './input.js'
import { missingFlag } from './missing-flag.js'
import type { ApiRequest } from './request.js'
import { escapeWildcards, type SearchFlags, searchQuery, wildcardNotice } from './search.js'
import { fillPath } from './segments.js'
import { parseTime } from './times.js'

/** Turns the command line into one request, or throws a UsageError before anything is sent. */
export async function buildRequest(operation: Operation, input: Input, around: Surroundings): Promise<ApiRequest> {
  const path = fillPath(operation, input.args)
  const query = await buildQuery(operation, input, around)
  const headers = await buildHeaders(operation, input, around)
  const body = operation.body ? await buildBody(operation, operation.body, path, input, around) : undefined
  return { method: operation.method, path, query, headers, ...(body ? { body } : {}) }
}

async function buildQuery(operation: Operation, { flags }: Input, around: Surroundings): Promise<[string, string][]> {
  const query: [string, string][] = []
  const extra = list(flags['query-param']).map((text) => pair(text, '=', '--query-param'))
  for (const [flag, field] of Object.entries(operation.query)) {
    const given = flags[flag] as FlagValue | undefined
    if (given === undefined) {
      if (field.required && !extra.some(([name]) => name === field.wire)) throw missingFlag(flag, around.command)
      continue
    }
    for (const value of await queryValues(flag, field, given, around.sources)) query.push([field.wire, value])
  }
  if (operation.search) {
    query.push(...searchQuery(flags as SearchFlags, operation.search))
    const meaning = wildcardNotice(flags as SearchFlags)
    if (meaning !== undefined) await around.notice(meaning)
  }
  return [...query, ...extra]
}

async function queryValues(
  flag: string,
  field: FieldFact,
  given: FlagValue,
  sources: Surroundings['sources'],
): Promise<string[]> {
  if (typeof given === 'boolean') return [String(given)]
  const texts = typeof given === 'string' ? [given] : given
  const values: string[] = []
  for (const text of texts) {
    if (field.type === 'time') values.push(String(parseTime(text, `--${flag}`, Date.now(), 'back')))
    else {
      const value = String(await fieldValue(flag, field, text, { schemas: [], sources, notices: [] }))
      values.push(field.literal ? escapeWildcards(value) : value)
    }
  }
  return values
}

/** Headers that a flag or `--header` gives; those that carry credentials or shape the message are not for the user to set. */
async function buildHeaders(
  operation: Operation,
  { flags }: Input,
  { sources }: Surroundings,
): Promise<Record<string, string>> {
  const headers: Record<string, string> = {}
  for (const [flag, { wire, help, cookie }] of Object.entries(operation.headers ?? {})) {
    const value = flags[flag]
    if (typeof value !== 'string') continue
    headers[wire.toLowerCase()] =
      cookie === undefined
        ? value
        : `${cookie}=${await fieldValue(flag, { wire, help, type: 'string', secret: true }, value, { schemas: [], sources, notices: [] })}`
  }
  for (const text of list(flags.header)) {
    const [name, value] = pair(text, ':', '--header')
    const lower = name.trim().toLowerCase()
    if (!/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(lower) || /[\r\n\0]/.test(value)) {
      throw new UsageError(`--header ${name}: not a valid header`, {
        code: 'usage.bad_header',
        hint: "write --header 'Name: value'",
      })
    }
    if (ownHeaders.has(lower)) {
      throw new UsageError(`--header ${name}: this program sets that header itself`, {
        code: 'usage.own_header',
        hint: /auth|cookie/.test(lower)
          ? 'credentials come from a profile or the environment (LOGTO_ACCESS_TOKEN, …), never from a flag'
          : 'leave it out',
      })
    }
    headers[lower] = value.trim()
  }
  return headers
}

const ownHeaders = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
])

function list(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : []
}

function pair(text: string, separator: string, flag: string): [string, string] {
  const at = text.indexOf(separator)
  if (at < 1) {
    throw new UsageError(`${flag} ${text}: there is no name before a '${separator}'`, {
      code: 'usage.bad_pair',
      hint: `write ${flag} NAME${separator}VALUE`,
    })
  }
  return [text.slice(0, at), text.slice(at + 1)]
}
