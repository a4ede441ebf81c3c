import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { isPlainObject } from '../../base/value-path.js'
import { type BodySchema, branchesOf, ownProperty, typesOf, withBranches } from './schema.js'

/** What the check found: `problems` stop the request, `notices` do not. */
export interface Findings {
  problems: string[]
  notices: string[]
}

/**
 * Looks for typing errors in a body before it is sent. Refused: an unknown property of a closed object (Logto drops
 * it in silence), a missing property that every form of the body requires, a value that cannot be of its type, a value
 * outside a closed set. Everything else is Logto's to judge, since its documents are vaguer than its code
 * (lengths, formats). `stored`: the body was laid over this, so that nothing is missing in the objects inside it, and
 * what is unknown there may be the server's own.
 */
export function checkBody(
  value: unknown,
  schema: BodySchema,
  flagOf: (wire: string) => string | undefined,
  stored?: unknown,
): Findings {
  const findings: Findings = { problems: [], notices: [] }
  const check = new BodyCheck(findings, flagOf, stored === undefined ? undefined : placesIn(stored))
  check.value(value, schema, '')
  return findings
}

class BodyCheck {
  constructor(
    private readonly findings: Findings,
    private readonly flagOf: (wire: string) => string | undefined,
    /** Places of all that was stored, where the body was laid over it. */
    private readonly stored: ReadonlySet<string> | undefined,
  ) {}

  value(value: unknown, schema: BodySchema, place: string): void {
    const branches = branchesOf(schema)
    if (branches.length > 1) {
      this.union(value, schema, branches, place)
      return
    }
    const [only] = branches
    if (!only) return
    if (!fitsType(value, only)) {
      this.problem(place, `must be ${article(typesOf(only))}, not ${describe(value)}`)
      return
    }
    if (only.enum && !only.enum.includes(value)) {
      this.problem(place, `cannot be ${describe(value)}${suggestion(value, only.enum)}`)
      return
    }
    if (isPlainObject(value)) this.object(value, only, place)
    else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) if (only.items) this.value(item, only.items, `${place}[${i}]`)
    }
  }

  /** A union passes when one branch does; else the closest branch explains. */
  private union(value: unknown, schema: BodySchema, branches: readonly BodySchema[], place: string): void {
    const tried = branches.map((branch) => {
      const findings: Findings = { problems: [], notices: [] }
      const merged = schema.properties
        ? { ...branch, properties: { ...schema.properties, ...branch.properties } }
        : branch
      new BodyCheck(findings, this.flagOf, this.stored).value(value, merged, place)
      return { branch, findings }
    })
    if (tried.some((t) => t.findings.problems.length === 0)) return
    const shaped = tried.filter((t) => fitsType(value, t.branch))
    const told = shaped.filter((t) =>
      discriminators(t.branch).every(([name, set]) => isPlainObject(value) && set.includes(value[name])),
    )
    const pool = told.length > 0 ? told : shaped.length > 0 ? shaped : tried
    if (shaped.length > 0 && told.length === 0 && isPlainObject(value)) {
      const kinds = new Map<string, unknown[]>()
      for (const { branch } of shaped) {
        for (const [name, set] of discriminators(branch)) kinds.set(name, [...(kinds.get(name) ?? []), ...set])
      }
      for (const [name, set] of kinds) {
        if (value[name] === undefined) this.missing(place, name)
        else if (!set.includes(value[name])) {
          this.problem(join(place, name), `cannot be ${describe(value[name])}${suggestion(value[name], set)}`)
        }
      }
      if (kinds.size > 0) return
    }
    if (isPlainObject(value) && this.eitherOr(value, pool, place)) return
    const [best] = [...pool].sort((a, b) => a.findings.problems.length - b.findings.problems.length)
    this.findings.problems.push(...(best?.findings.problems ?? []))
  }

  /** Forms that differ by the one property that each requires: exactly one of these must be given. */
  private eitherOr(value: Record<string, unknown>, pool: readonly { branch: BodySchema }[], place: string): boolean {
    const required = pool.map(({ branch }) => branch.required ?? [])
    const shared = (required[0] ?? []).filter((name) => required.every((names) => names.includes(name)))
    const own = required.map((names) => names.filter((name) => !shared.includes(name)))
    const choice = own.flat()
    if (pool.length < 2 || own.some(({ length }) => length !== 1) || new Set(choice).size < choice.length) return false
    const given = choice.filter((name) => value[name] !== undefined)
    if (given.length === 1) return false
    const named = (given.length === 0 ? choice : given).map((name) => {
      const flag = place === '' ? this.flagOf(name) : undefined
      return `${join(place, name)}${flag ? ` (--${flag})` : ''}`
    })
    this.findings.problems.push(
      given.length === 0
        ? `one of ${named.join(' and ')} is missing`
        : `${named.join(' and ')} cannot be given together`,
    )
    for (const name of shared) if (value[name] === undefined) this.missing(place, name)
    return true
  }

  private object(value: Record<string, unknown>, schema: BodySchema, place: string): void {
    for (const name of schema.required ?? []) if (value[name] === undefined) this.missing(place, name)
    for (const [name, part] of Object.entries(value)) {
      const property = ownProperty(schema, name)
      if (property) {
        if (property['x-logto-ignored']) this.findings.notices.push(`Logto accepts ${join(place, name)} and ignores it`)
        this.value(part, property, join(place, name))
      } else if (typeof schema.additionalProperties === 'object') {
        this.value(part, schema.additionalProperties, join(place, name))
      } else if (schema.additionalProperties !== true) {
        const known = knownProperties(schema)
        if (known.length > 0) this.unknown(place, name, known)
      }
    }
  }

  private unknown(place: string, name: string, known: readonly string[]): void {
    const [close] = nearest(name, known)
    const question = close ? `; did you mean ${join(place, close)}?` : ''
    if (place !== '' && this.stored?.has(join(place, name))) {
      this.findings.notices.push(`Logto documents no property ${join(place, name)}${question}`)
    } else {
      this.findings.problems.push(`${place === '' ? 'the body' : place} has no property ${name}${question}`)
    }
  }

  private missing(place: string, name: string): void {
    if (this.stored && place !== '') return
    const flag = place === '' ? this.flagOf(name) : undefined
    this.findings.problems.push(`${join(place, name)} is missing${flag ? ` (--${flag})` : ''}`)
  }

  private problem(place: string, text: string): void {
    this.findings.problems.push(`${place === '' ? 'the body' : place} ${text}`)
  }
}

function knownProperties(schema: BodySchema): string[] {
  return [...new Set(withBranches(schema).flatMap((s) => Object.keys(s.properties ?? {})))]
}

/** The places of a value's properties, at every depth. */
function placesIn(value: unknown, place = ''): Set<string> {
  const parts: [string, unknown][] = Array.isArray(value)
    ? [...value.entries()].map(([i, item]) => [`${place}[${i}]`, item])
    : isPlainObject(value)
      ? Object.entries(value).map(([name, part]) => [join(place, name), part])
      : []
  return new Set(parts.flatMap(([at, part]) => [at, ...placesIn(part, at)]))
}

/** Properties of a branch that hold one literal, and so tell it from the others. */
function discriminators(branch: BodySchema): [string, unknown[]][] {
  return Object.entries(branch.properties ?? {}).flatMap(([name, property]): [string, unknown[]][] =>
    property.enum?.length === 1 && branch.required?.includes(name) ? [[name, property.enum]] : [],
  )
}

function fitsType(value: unknown, schema: BodySchema): boolean {
  const types = typesOf(schema)
  if (types.length === 0) return true
  return types.some((type) => {
    switch (type) {
      case 'null':
        return value === null
      case 'string':
        return typeof value === 'string'
      case 'number':
        return typeof value === 'number' || typeof value === 'bigint'
      case 'integer':
        return typeof value === 'bigint' || Number.isInteger(value)
      case 'boolean':
        return typeof value === 'boolean'
      case 'array':
        return Array.isArray(value)
      default:
        return isPlainObject(value)
    }
  })
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return value.length > 40 ? 'that text' : `"${value}"`
  return String(value)
}

function article(types: readonly string[]): string {
  const words: Record<string, string> = {
    string: 'text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    null: 'null',
  }
  return types.map((type) => words[type] ?? type).join(' or ')
}

function suggestion(value: unknown, set: readonly unknown[]): string {
  const words = set.filter((v) => v !== null).map(String)
  const [close] = nearest(String(value), words)
  const list = words.length <= (close ? 12 : 40) ? `; one of ${words.join(', ')}` : ''
  return close ? `; did you mean ${close}?${list && ` (${list.slice(2)})`}` : list
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`
}

/** Throws one UsageError for all problems of a body. */
export function refuseProblems(problems: readonly string[], command: string): void {
  const [first, ...rest] = problems
  if (first === undefined) return
  throw new UsageError(first, {
    code: 'usage.invalid_body',
    details: rest.length > 0 ? rest.join('\n') : undefined,
    hint: `see logto ${command} --help, or send it as it is with --no-validate`,
  })
}
