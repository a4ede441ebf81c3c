import { stat } from 'node:fs/promises'
import { UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import { isPlainObject } from '../../base/value-path.js'
import type { BodyFact, FieldFact, Operation } from '../facts/operation.js'
import { type AssembledBody, assembleBody, type BodyFlags, refusePartialReplace } from './body.js'
import { checkBody, refuseProblems } from './check.js'
import type { FlagValue } from './field-value.js'
import { fieldValue } from './field-value.js'
import { mergeInto } from './merge.js'
import type { ApiRequest, RequestBody } from './request.js'
import { type BodySchema, type OperationSchema, ownProperty, schemasAt } from './schema.js'
import { type SearchFlags, searchQuery } from './search.js'
import { fillPath } from './segments.js'
import { reason, type Sources } from './sources.js'
import { parseTime } from './times.js'

/** What was typed for one command, parsed but not yet understood. */
export interface Input {
  args: Readonly<Record<string, string>>
  /** Flags of the operation and the extra ones, by flag name. */
  flags: Readonly<Record<string, unknown>>
}

/** What building a request may need from outside; each is asked only when it is needed. */
export interface Surroundings {
  /** The command as typed, for hints: `users update`. */
  command: string
  /** Where values that are not on the command line come from; without it every value is meant as it stands. */
  sources: Sources | undefined
  schema(): Promise<OperationSchema>
  /** What is stored at the operation's path, for `--merge`. */
  stored(path: string): Promise<unknown>
  notice(text: string): Promise<void>
}

const maxJsonBytes = 1024 * 1024

/** Turns the command line into one request, or throws a UsageError before anything is sent. */
export async function buildRequest(operation: Operation, input: Input, around: Surroundings): Promise<ApiRequest> {
  const path = fillPath(operation, input.args)
  const query = await buildQuery(operation, input, around)
  const headers = buildHeaders(operation, input)
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
  if (operation.search) query.push(...searchQuery(flags as SearchFlags))
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
    if (field.type === 'time') values.push(String(parseTime(text, flag, Date.now())))
    else values.push(String(await fieldValue(flag, field, text, [], sources)))
  }
  return values
}

/** Headers that a flag or `--header` gives; those that carry credentials or shape the message are not for the user to set. */
function buildHeaders(operation: Operation, { flags }: Input): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [flag, { wire }] of Object.entries(operation.headers ?? {})) {
    const value = flags[flag]
    if (typeof value === 'string') headers[wire.toLowerCase()] = value
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

async function buildBody(
  operation: Operation,
  fact: NonNullable<Operation['body']>,
  path: string,
  { flags }: Input,
  around: Surroundings,
): Promise<RequestBody | undefined> {
  if (fact.media === 'multipart') return fileBody(flags.file, around.command)
  const schema = (await around.schema()).body
  if (!schema) return undefined
  const given: BodyFlags = {
    fields: pickFields(fact.fields ?? {}, flags),
    body: flags.body as string | undefined,
    set: list(flags.set),
    setJson: list(flags['set-json']),
    merge: flags.merge === true,
    replace: flags.replace === true,
  }
  await warnOfLiterals(fact.fields ?? {}, given.fields, around)
  const assembled = await assembleBody(fact, schema.schema, given, around.sources)
  const inPart = partsGiven(fact, given, assembled)
  if (given.merge) assembled.value = await mergeStored(assembled, path, around)
  else if (!given.replace && fact.patch === 'replaces') {
    refusePartialReplace(fact, assembled, inPart)
    if (inPart.size > 0) assembled.value = await mergeStored(assembled, path, around, inPart)
  } else if (fact.patch === undefined) fillLists(assembled.value, schema.schema, inPart)
  if (assembled.value === undefined && operation.method === 'PATCH' && flags['no-validate'] !== true) {
    throw new UsageError('nothing to change was given', {
      code: 'usage.empty_patch',
      hint: `give at least one property; see logto ${around.command} --help`,
    })
  }
  const value = assembled.value === undefined ? emptyBody(fact, around.command) : assembled.value
  if (flags['no-validate'] !== true) {
    const findings = checkBody(value, schema.schema, (wire) => flagOf(fact, wire), given.merge || inPart.size > 0)
    refuseProblems(findings.problems, around.command)
    for (const text of findings.notices) await around.notice(text)
  }
  if (fact.media === 'form') return { kind: 'form', value: formFields(value) }
  refuseTooLarge(value)
  return { kind: 'json', value }
}

/** What goes out when nothing was given: an empty object; an empty list must be asked for. */
function emptyBody({ shape }: NonNullable<Operation['body']>, command: string): unknown {
  if (shape !== 'array') return {}
  throw new UsageError('the list to send is missing', {
    code: 'usage.missing_flag',
    hint: `give it as --body; see logto ${command} --help`,
  })
}

async function mergeStored(
  { value, assignments }: AssembledBody,
  path: string,
  around: Surroundings,
  names?: ReadonlySet<string>,
): Promise<unknown> {
  if (!isPlainObject(value)) return value
  const parts = Object.fromEntries(Object.entries(value).filter(([name]) => names?.has(name) ?? true))
  const needed = Object.values(parts).some((part) => isPlainObject(part) || Array.isArray(part))
  if (!needed) return value
  return { ...value, ...mergeInto(await around.stored(path), parts, assignments) }
}

/** The objects in which a flag sets a part, unless `--body` gives them. */
function partsGiven({ fields = {} }: BodyFact, flags: BodyFlags, { given }: AssembledBody): ReadonlySet<string> {
  const names = Object.keys(flags.fields).flatMap((flag) => fields[flag]?.within?.[0] ?? [])
  return new Set(names.filter((name) => !given.has(name)))
}

/** Lists that Logto requires in an object of which flags gave a part: without a value they are empty. */
function fillLists(value: unknown, schema: BodySchema, names: ReadonlySet<string>): void {
  for (const name of isPlainObject(value) ? names : []) {
    const object = isPlainObject(value) ? value[name] : undefined
    if (!isPlainObject(object)) continue
    for (const within of schemasAt([schema], [name])) {
      const lists = (within.required ?? []).filter((list) => ownProperty(within, list)?.type === 'array')
      for (const list of lists) object[list] ??= []
    }
  }
}

/** The flag that sets a property, as a person would have to write it. */
function flagOf({ fields = {} }: BodyFact, wire: string): string | undefined {
  const [flag, field] = Object.entries(fields).find(([, one]) => one.wire === wire && !one.within) ?? []
  return flag !== undefined && field?.type === 'boolean' ? `${flag} or --no-${flag}` : flag
}

async function warnOfLiterals(
  fields: Readonly<Record<string, FieldFact>>,
  given: Readonly<Record<string, FlagValue>>,
  around: Surroundings,
): Promise<void> {
  if (!around.sources?.interactive) return
  for (const [flag, value] of Object.entries(given)) {
    const secret = fields[flag]?.secret && typeof value === 'string'
    if (secret && value !== '-' && value !== '?' && !value.startsWith('@')) {
      await around.notice(
        `--${flag} on the command line can be seen by others and stays in the shell's history; use --${flag}=?`,
      )
    }
  }
}

async function fileBody(path: unknown, command: string): Promise<RequestBody> {
  if (typeof path !== 'string') throw missingFlag('file', command)
  try {
    const file = await stat(path)
    if (!file.isFile())
      throw Object.assign(new Error('not a file'), { code: file.isDirectory() ? 'EISDIR' : 'ENOTFILE' })
  } catch (error) {
    throw new UsageError(`--file: cannot read ${path}: ${reason(error)}`, {
      code: 'usage.unreadable_file',
      hint: 'check the path; it is taken from the folder you are in',
      cause: error,
    })
  }
  return { kind: 'file', path, field: 'file' }
}

function missingFlag(flag: string, command: string): UsageError {
  return new UsageError(`--${flag} is missing`, {
    code: 'usage.missing_flag',
    hint: `see logto ${command} --help`,
  })
}

function refuseTooLarge(value: unknown): void {
  const bytes = Buffer.byteLength(exactJson(value))
  if (bytes <= maxJsonBytes) return
  throw new UsageError(`the body is ${(bytes / maxJsonBytes).toFixed(2)} MiB; Logto takes at most 1 MiB of JSON`, {
    code: 'usage.body_too_large',
    hint: 'send less at once; Logto would answer this with a bare 404',
  })
}

function formFields(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(isPlainObject(value) ? value : {}).map(([name, part]) => [
      name,
      typeof part === 'string' ? part : exactJson(part),
    ]),
  )
}

function pickFields(fields: Readonly<Record<string, FieldFact>>, flags: Input['flags']): Record<string, FlagValue> {
  return Object.fromEntries(
    Object.keys(fields).flatMap((flag): [string, FlagValue][] =>
      flags[flag] === undefined ? [] : [[flag, flags[flag] as FlagValue]],
    ),
  )
}

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
