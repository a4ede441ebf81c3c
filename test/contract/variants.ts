import type { Parameter } from '../../src/call/facts/maker/documents.js'
import { branchesOf } from '../../src/call/facts/maker/fields.js'
import type { FieldFact } from '../../src/call/facts/operation.js'
import type { Contract } from './command-facts.js'
import { type Extent, sampleOf } from './sample-values.js'

/** One command line for an operation, and the request that it must become. */
export interface Variant {
  /** What sets it apart: `required inputs`. */
  title: string
  line: string[]
  /** Path segments, decoded. */
  segments: string[]
  query: [string, string][]
  /** The JSON body, or what a merged one must hold; absent where the request has none or carries a file. */
  body?: unknown
  /** What is stored is read first. */
  merges?: true
  headers: Record<string, string>
}

/** A file of each kind that uploads take, by operation; made by the test in its folder. */
const uploads: Readonly<Record<string, string>> = { UploadCustomUiAssets: 'site.zip' }
export const picture = 'picture 1.png'

export function uploadOf({ operation }: Contract): string | undefined {
  return operation.body?.media === 'multipart' ? (uploads[operation.id] ?? picture) : undefined
}

/**
 * The command lines of one operation: the required inputs alone; every flag, once for each branch of a union; for a
 * list, its other ways of paging and searching; for a PATCH that replaces objects, a part of one, merged.
 */
export function variantsOf(contract: Contract): Variant[] {
  const { operation, documented } = contract
  const branches = documented.body ? branchesOf(documented.body.schema) : []
  const variants = [variant(contract, 'required inputs', { optional: false, branch: 0 })]
  for (const [branch] of branches.length === 0 ? [[0]] : branches.entries()) {
    const title = branches.length > 1 ? `every flag of branch ${(branch ?? 0) + 1}` : 'every flag'
    variants.push(variant(contract, title, { optional: true, branch: branch ?? 0 }))
  }
  const more = (title: string, flags: string[], query: [string, string][]) => {
    const [base] = variants
    if (base) variants.push({ ...base, title, line: [...base.line, ...flags], query: [...base.query, ...query] })
  }
  if (operation.paging) {
    const contains: [string[], [string, string][]] = operation.search
      ? [['--contains', 'ann lee'], [['search', '%ann lee%']]]
      : [[], []]
    more('every page', ['--all', ...contains[0]], [...contains[1], ['page', '1'], ['page_size', '100']])
    more(
      'a limit',
      ['--limit', '1'],
      [
        ['page', '1'],
        ['page_size', '1'],
      ],
    )
  }
  const [required] = variants
  if (required && operation.body?.patch === 'mergeable') variants.push(mergingVariant(contract, required))
  // Where everything is required, or nothing can be given, one line stands for both.
  return variants.filter(({ line }, i) => line.join('\n') !== variants[i + 1]?.line.join('\n'))
}

function variant(contract: Contract, title: string, extent: Extent): Variant {
  const { command, operation, documented } = contract
  const args = documented.parameters
    .filter((p) => p.in === 'path')
    .map((p) => [p.name, argumentFor(p, extent)] as const)
  const byWire = new Map(args)
  const query = queryPart(contract, extent)
  const body = bodyPart(contract, extent)
  const headers = extent.optional ? Object.entries(operation.headers ?? {}) : []
  const upload = uploadOf(contract)
  return {
    title,
    line: [
      ...command.split(' '),
      ...Object.values(operation.args).map(({ wire }) => byWire.get(wire) ?? ''),
      ...query.flags,
      ...headers.flatMap(([flag, { wire }]) => [`--${flag}`, headerValue(wire)]),
      ...body.flags,
      ...(upload === undefined ? [] : ['--file', upload]),
      ...(contract.flags.includes('yes') ? ['--yes'] : []),
    ],
    segments: documented.path.split('/').map((part) => byWire.get(part.replace(/^\{(.+)\}$/, '$1')) ?? part),
    query: query.pairs,
    headers: Object.fromEntries(
      headers.map(([, { wire, cookie }]) => [
        wire.toLowerCase(),
        cookie === undefined ? headerValue(wire) : `${cookie}=${headerValue(wire)}`,
      ]),
    ),
    ...('value' in body ? { body: body.value } : {}),
  }
}

/** Sets one key of the first object or list of a PATCH. */
function mergingVariant({ command, operation, documented }: Contract, required: Variant): Variant {
  const sample = sampleOf(documented.body?.schema ?? {}, { optional: true, branch: 0 }) as Record<string, unknown>
  for (const { wire, replaces, merges } of Object.values(operation.body?.fields ?? {})) {
    const whole = sample[wire]
    const [key, part] = typeof whole === 'object' && whole !== null ? (Object.entries(whole)[0] ?? []) : []
    if (!(replaces || merges) || key === undefined || part === undefined) continue
    const path = Array.isArray(whole) ? `${wire}[0]` : `${wire}.${key.replace(/[\\.[]/g, '\\$&')}`
    const args = required.line.slice(0, command.split(' ').length + Object.keys(operation.args).length)
    return {
      ...required,
      title: 'a part, merged',
      line: [...args, '--set-json', `${path}=${JSON.stringify(part)}`, '--merge'],
      body: { [wire]: Array.isArray(whole) ? [part] : { [key]: part } },
      merges: true,
    }
  }
  throw new Error(`${command}: nothing to merge`)
}

function headerValue(wire: string): string {
  return `value-for-${wire}`
}

/** An id as Logto makes them; or one with characters that a path must encode. */
function argumentFor({ schema }: Parameter, { optional }: Extent): string {
  if (schema.enum) return String(schema.enum[optional ? schema.enum.length - 1 : 0])
  if (schema.type !== 'string' || schema.pattern) return String(sampleOf(schema, { optional, branch: 0 }))
  return (optional ? 'ü/x y?#%2B+&' : 'u4x8k2m9p1qz').slice(0, schema.maxLength)
}

interface Part<T> {
  flags: string[]
  pairs: T[]
}

function queryPart({ operation, documented }: Contract, extent: Extent): Part<[string, string]> {
  const part: Part<[string, string]> = { flags: [], pairs: [] }
  for (const parameter of documented.parameters.filter((p) => p.in === 'query')) {
    if (!extent.optional && !parameter.required) continue
    if (parameter.name === 'search_params') addSearch(part)
    else if (parameter.name === 'page') add(part, ['--page', '2'], ['page', '2'])
    else if (parameter.name === 'page_size') add(part, ['--page-size', '100'], ['page_size', '100'])
    else addQuery(part, flagOf(operation.query, parameter.name), parameter, extent)
  }
  return part
}

function addQuery(
  part: Part<[string, string]>,
  [flag, field]: [string, FieldFact],
  parameter: Parameter,
  extent: Extent,
) {
  if (field.type === 'boolean') add(part, [`--${flag}`], [field.wire, 'true'])
  else if (field.type === 'time') add(part, [`--${flag}`, '2026-01-31T09:00:00Z'], [parameter.name, '1769850000000'])
  else {
    for (const value of [sampleOf(parameter.schema, extent)].flat()) {
      const sent = field.literal ? String(value).replace(/[\\%_]/g, '\\$&') : String(value)
      add(part, [`--${flag}`, String(value)], [parameter.name, sent])
    }
  }
}

function addSearch(part: Part<[string, string]>): void {
  add(part, ['--search', '%ann lee%'], ['search', '%ann lee%'])
  add(part, ['--where', 'name=%ann&=%'], ['search.name', '%ann&=%'])
  add(part, ['--mode', 'like'], ['mode', 'like'])
  add(part, ['--mode', 'name=exact'], ['mode.name', 'exact'])
  add(part, ['--joint', 'and'], ['joint', 'and'])
  add(part, ['--case-sensitive'], ['isCaseSensitive', 'true'])
}

function add(part: Part<[string, string]>, flags: string[], pair: [string, string]): void {
  part.flags.push(...flags)
  part.pairs.push(pair)
}

function bodyPart({ operation, documented, flags }: Contract, extent: Extent): { flags: string[]; value?: unknown } {
  if (!documented.body || !operation.body || operation.body.media === 'multipart') return { flags: [] }
  const { fields } = operation.body
  const value = sampleOf(documented.body.schema, extent)
  if (!fields) return { flags: ['--body', JSON.stringify(value)], value }
  const given = Object.entries(value as Record<string, unknown>)
  // A PATCH or PUT must change something, and what adds must add something, though no property is required.
  const adds = Object.values(fields).every(({ list }) => list)
  if (given.length === 0 && (operation.method !== 'POST' || adds)) {
    const all = sampleOf(documented.body.schema, { ...extent, optional: true }) as Record<string, unknown>
    given.push(...Object.entries(all).slice(0, 1))
  }
  const how = !flags.includes('replace') ? [] : extent.optional ? ['--replace'] : []
  return {
    flags: [...given.flatMap(([wire, part]) => fieldFlags(flagOf(fields, wire), part)), ...how],
    value: Object.fromEntries(given),
  }
}

function flagOf(fields: Readonly<Record<string, FieldFact>>, wire: string): [string, FieldFact] {
  const found = Object.entries(fields).find(([, field]) => field.wire === wire)
  if (!found) throw new Error(`no flag stands for ${wire}`)
  return found
}

function fieldFlags([flag, field]: [string, FieldFact], value: unknown): string[] {
  if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`]
  if (field.list && Array.isArray(value)) return value.flatMap((one) => [`--${flag}`, String(one)])
  return [`--${flag}`, typeof value === 'object' ? JSON.stringify(value) : String(value)]
}
