import { stat } from 'node:fs/promises'
import { UsageError } from '../../base/errors.js'
import { exactJson } from '../../base/exact-json.js'
import { isPlainObject } from '../../base/value-path.js'
import type { BodyFact, FieldFact, Operation } from '../facts/operation.js'
import {
  type AssembledBody,
  appended,
  assembleBody,
  type BodyFlags,
  keptDespiteReplace,
  refusePartialReplace,
} from './body.js'
import { checkBody, type Findings, refuseProblems } from './check.js'
import type { FlagValue } from './field-value.js'
import type { Input, Surroundings } from './input.js'
import { pastExpiries, withInstants } from './instants.js'
import { mergeInto } from './merge.js'
import { missingFlag } from './missing-flag.js'
import { refuseNothing } from './nothing-given.js'
import type { RequestBody } from './request.js'
import { type BodySchema, type OperationSchema, ownProperty, schemasAt } from './schema.js'
import { refuseUnsendable } from './sendable.js'
import { reason } from './sources.js'
import { namesStranger } from './strangers.js'

const maxJsonBytes = 1024 * 1024

/** The body of a request: put together, merged, checked. Undefined where the operation takes none. */
export async function buildBody(
  operation: Operation,
  fact: BodyFact,
  path: string,
  { flags }: Input,
  around: Surroundings,
): Promise<RequestBody | undefined> {
  if (fact.media === 'multipart') return fileBody(flags.file, around.command)
  const given = bodyFlags(fact, flags)
  const { body: schema, answers, read } = await schemaFor(given, around)
  if (!schema) return undefined
  const isChecked = flags['no-validate'] !== true
  await warnOfLiterals(fact.fields ?? {}, given.fields, around)
  const answer = read ?? answers.find(({ status, schema }) => status < 300 && schema)?.schema
  const answered = isChecked ? answer : undefined
  const assembled = await assembleBody(fact, schema.schema, given, around.sources, answered)
  for (const text of assembled.notices) await around.notice(text)
  if (isChecked) assembled.value = withInstants(assembled.value, schema.schema, Date.now())
  const inPart = partsGiven(fact, given, assembled)
  if (!given.merge && !given.replace) refusePartialReplace(fact, assembled, inPart)
  if (!fact.patch) fillLists(assembled.value, schema.schema, inPart)
  const { value: parts, assignments } = assembled
  const appends = assembled.assignments.some((one) => one.appends)
  if (isChecked && !appends) refuseNothing(operation.method, fact, assembled.value, around.command)
  if (given.replace) for (const text of keptDespiteReplace(fact, assembled.value)) await around.notice(text)
  const mergesParts = !given.replace && fact.patch === 'mergeable' && inPart.size > 0
  const isMerged = given.merge || mergesParts
  const stored = isMerged ? await storedParts(assembled, schema.schema, path, around) : undefined
  const merged =
    stored === undefined
      ? parts
      : given.merge
        ? filledIn(laidOver(stored, parts, assignments), stored, schema.schema)
        : withParts(parts, laidOver(stored, only(parts, inPart), assignments))
  const filled = appended(merged, assignments)
  const value = filled === undefined ? emptyBody(fact, around.command) : filled
  refuseUnsendable(value)
  if (isChecked) {
    // What is stored may hold what is missing here: a merged body has it by now, and a dry run has not read it.
    const wanted = given.merge ? { ...schema.schema, required: [] } : schema.schema
    const checked = (by: BodySchema) => checkBody(value, by, (wire) => flagOf(fact, wire), stored)
    const { problems, notices } = await checkedWidely(checked, wanted, around)
    const others = [...pastExpiries(value, schema.schema, Date.now()), ...(await digestProblems(value, schema.schema))]
    refuseProblems([...problems, ...others], around.command)
    for (const text of notices) await around.notice(text)
  }
  if (fact.media === 'form') return { kind: 'form', value: formFields(value) }
  refuseTooLarge(value)
  return { kind: 'json', value }
}

function bodyFlags(fact: BodyFact, flags: Input['flags']): BodyFlags {
  const list = (name: string) => (Array.isArray(flags[name]) ? (flags[name] as string[]) : [])
  return {
    fields: pickFields(fact.fields ?? {}, flags),
    body: flags.body as string | undefined,
    set: list('set'),
    setJson: list('set-json'),
    merge: flags.merge === true,
    replace: flags.replace === true,
  }
}

/** The operation's schema: the one with what the tenant's documents add, where a place is named that it does not have. */
async function schemaFor({ set, setJson }: BodyFlags, around: Surroundings): Promise<OperationSchema> {
  const own = await around.schema()
  const isStrange = own.body !== undefined && namesStranger([...set, ...setJson], own.body.schema)
  return (isStrange && (await around.widerSchema?.())) || own
}

/** What is wrong by the schema, unless the tenant's own documents declare it. */
async function checkedWidely(
  checked: (by: BodySchema) => Findings,
  schema: BodySchema,
  around: Surroundings,
): Promise<Findings> {
  const found = checked(schema)
  if (found.problems.length === 0) return found
  const wider = (await around.widerSchema?.())?.body?.schema
  if (!wider) return found
  const again = checked({ ...wider, required: schema.required ?? [] })
  return again.problems.length === 0 ? again : found
}

/** What was said of a digest that Logto takes and can never verify. */
async function digestProblems(value: unknown, schema: BodySchema): Promise<string[]> {
  if (!isPlainObject(value) || !ownProperty(schema, 'passwordDigest') || value.passwordDigest == null) return []
  const { digestProblem } = await import('./password-digest.js')
  const problem = digestProblem(value.passwordDigest, value.passwordAlgorithm)
  return problem === undefined ? [] : [problem]
}

/** A list, and a body that is not there, have nothing to be merged with. */
function laidOver(stored: unknown, parts: unknown, assignments: AssembledBody['assignments']): unknown {
  if (isPlainObject(parts)) return mergeInto(stored, parts, assignments)
  return parts === undefined && assignments.length > 0 ? mergeInto(stored, {}, assignments) : parts
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

function only(parts: unknown, names: ReadonlySet<string>): unknown {
  return isPlainObject(parts) ? Object.fromEntries(Object.entries(parts).filter(([name]) => names.has(name))) : parts
}

function withParts(parts: unknown, merged: unknown): unknown {
  return isPlainObject(parts) && isPlainObject(merged) ? { ...parts, ...merged } : merged
}

/** With what the request must hold in any case, from what is stored. */
function filledIn(merged: unknown, stored: unknown, { required = [] }: BodySchema): unknown {
  if (!isPlainObject(merged) || !isPlainObject(stored)) return merged
  const missing = required.filter((name) => !Object.hasOwn(merged, name) && Object.hasOwn(stored, name))
  return { ...Object.fromEntries(missing.map((name) => [name, stored[name]])), ...merged }
}

/** What is stored, where merging needs it: scalars alone replace what they name. */
async function storedParts(
  { value, assignments }: AssembledBody,
  { required = [] }: BodySchema,
  path: string,
  around: Surroundings,
): Promise<unknown> {
  const parts = isPlainObject(value) ? Object.values(value) : []
  const isNeeded =
    required.some((name) => !isPlainObject(value) || !Object.hasOwn(value, name)) ||
    assignments.some(({ appends }) => appends) ||
    parts.some((part) => isPlainObject(part) || Array.isArray(part))
  return isNeeded ? around.stored(path) : {}
}

/** What goes out when nothing was given: an empty object; an empty list must be asked for. */
function emptyBody({ shape }: BodyFact, command: string): unknown {
  if (shape !== 'array') return {}
  throw new UsageError('the list to send is missing', {
    code: 'usage.missing_flag',
    hint: `give it as --body; see logto ${command} --help`,
  })
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
  const given: Record<string, FlagValue> = {}
  for (const flag of Object.keys(fields)) if (flags[flag] !== undefined) given[flag] = flags[flag] as FlagValue
  return given
}
