import type {
  ArgumentFact,
  BodyFact,
  FieldFact,
  HalfMadeFact,
  HeaderFact,
  Operation,
  PagingFact,
} from '../operation.js'
import { answerColumns, rowsOf, successSchema } from './columns.js'
import type { DocumentedOperation, Parameter, Schema } from './documents.js'
import { type FieldShape, kebab, propertiesOf, requiredOf, shapeOf } from './fields.js'
import type { CommonNames, NamedCommand } from './names.js'
import { reservedFlags } from './reserved-flags.js'

/** Request headers that have a flag of their own. */
const headerFlags: Record<string, { flag: string; help: string }> = {
  'logto-verification-id': {
    flag: 'verification-id',
    help: 'Record that proves who the user is; by default that of `logto account step-up`',
  },
  'logto-app-id': { flag: 'app-id', help: 'Application whose sign-in this is; by default that of the session' },
  _logto_sp_saml_sso_session_id: {
    flag: 'session-cookie',
    help: 'Value of the cookie _logto_sp_saml_sso_session_id, which the sign-in request set',
  },
  'expected-role': { flag: 'expected-role', help: 'Role that the answer must grant' },
}

/** Cookies that a sign-in session keeps. */
const signInCookies = new Set(['_interaction', '_interaction.sig', '_session', '_session.sig'])

/** Query parameters that the flags of paging and user search stand for. */
export const handledElsewhere = new Set(['page', 'page_size', 'search_params'])

/**
 * Joins what a document and the table of names say of one operation. `read` is the GET of the same path, if there is one.
 * Throws, naming command and flag, when a name, help text or column is missing or two flags collide.
 */
export function factsOf(
  operation: DocumentedOperation,
  named: NamedCommand,
  common: CommonNames,
  read: DocumentedOperation | undefined,
): Operation {
  const command = `${named.topic} ${named.verb}`
  const query = operation.parameters.filter((p) => p.in === 'query')
  const fields = new FlagTable(command, named, common, new Set(answerColumns(operation, named.verb)))
  const facts: Operation = {
    id: operation.id,
    api: operation.api,
    method: operation.method,
    path: operation.path,
    authority: authorityOf(operation),
    args: argumentsOf(operation, named, common),
    query: Object.fromEntries(query.filter((p) => !handledElsewhere.has(p.name)).map((p) => fields.parameter(p))),
  }
  if (query.some((p) => p.name === 'search_params')) facts.search = searchOf(operation)
  if (query.some((p) => p.name === 'page')) facts.paging = pagingOf(operation)
  if (operation.body) facts.body = bodyOf(operation, operation.body, fields, read)
  const headers = operation.parameters
    .filter((p) => p.in === 'header' || (p.in === 'cookie' && !signInCookies.has(p.name)))
    .map((p) => headerOf(p, command))
  if (headers.length > 0) facts.headers = Object.fromEntries(headers)
  const rows = rowsOf(operation, named.verb)
  if (rows) facts.rows = rows
  const { columns, says, destructive, reveals, scopes, verification, rejected, next } = named.name
  const memberwise = operation.marks['x-logto-memberwise']
  if (typeof memberwise === 'string') facts.memberwise = memberwise
  const halfMade = operation.marks['x-logto-made-anyway'] as Pick<HalfMadeFact, 'by' | 'despite'> | undefined
  if ((named.name.unfinished === undefined) !== (halfMade === undefined)) {
    throw new Error(`${command}: "unfinished" and the mark of its document disagree`)
  }
  if (halfMade && named.name.unfinished) facts.halfMade = { ...halfMade, ...named.name.unfinished }
  if ((rejected !== undefined) !== operation.answers.some(({ status, schema }) => status.startsWith('4') && schema)) {
    throw new Error(`${command}: "rejected" and the refusals of its document disagree`)
  }
  if (rejected) facts.rejected = rejected
  if (facts.authority === 'user') {
    if (!scopes) throw new Error(`${command}: "scopes" is missing`)
    facts.userScopes = scopes
  }
  if ((verification !== undefined) !== (facts.headers?.['verification-id'] !== undefined)) {
    throw new Error(`${command}: "verification" and the header of its document disagree`)
  }
  if (verification) facts.verification = verification
  if (columns) facts.columns = columns
  if (says) facts.says = says
  if (destructive) facts.destructive = true
  if (canTakeEverything(operation)) facts.destructiveWhenEmpty = true
  if (reveals) facts.reveals = true
  if (named.name.harmless) facts.harmless = harmlessOf(named.name.harmless, facts, command)
  const refusals = { ...named.within.refusals, ...named.name.refusals }
  if (Object.keys(refusals).length > 0) facts.refusals = refusals
  if (next) facts.next = next
  if (operation.deprecated || named.name.hidden) facts.deprecated = true
  return facts
}

/** Throws for a read and a deletion, which need no such word, and for a property that the body does not have. */
function harmlessOf(harmless: true | string[], { method, body }: Operation, command: string): true | string[] {
  if (method === 'GET' || method === 'DELETE')
    throw new Error(`${command}: "harmless" is for writes that give something`)
  const wires = Object.values(body?.fields ?? {}).flatMap(({ wire, within }) => (within ? [] : [wire]))
  const strange = harmless === true ? undefined : harmless.find((each) => !wires.includes(each.split('=')[0] ?? ''))
  if (strange !== undefined) throw new Error(`${command}: "harmless" names ${strange}, which the body does not have`)
  return harmless
}

function authorityOf(operation: DocumentedOperation): Operation['authority'] {
  if (operation.security.length === 0) return 'none'
  if (operation.security.some((s) => Object.keys(s).length === 0)) return 'optional'
  const byApi = { management: 'management', experience: 'interaction', user: 'user' } as const
  return byApi[operation.api]
}

function searchOf({ id, marks }: DocumentedOperation): readonly string[] {
  const fields = marks['x-logto-search']
  if (!Array.isArray(fields)) throw new Error(`${id}: x-logto-search is missing`)
  return fields as string[]
}

function pagingOf(operation: DocumentedOperation): PagingFact {
  const kind = operation.marks['x-logto-paging']
  if (kind !== 'required' && kind !== 'optional') throw new Error(`${operation.id}: x-logto-paging is missing`)
  return { kind }
}

function argumentsOf(operation: DocumentedOperation, named: NamedCommand, common: CommonNames) {
  const wires = [...operation.path.matchAll(/\{([^}]+)\}/g)].map((m) => m[1] ?? '')
  const names = named.name.arguments ?? []
  if (names.length !== wires.length) {
    throw new Error(`${named.topic} ${named.verb}: ${names.length} argument names for ${operation.path}`)
  }
  return Object.fromEntries(
    wires.map((wire, i): [string, ArgumentFact] => {
      const name = names[i] ?? ''
      const help = named.name.args?.[name] ?? named.within.args?.[name] ?? common.args[name]
      if (!help) throw new Error(`${named.topic} ${named.verb}: no help for the argument ${name}`)
      const options = operation.parameters.find((p) => p.in === 'path' && p.name === wire)?.schema.enum
      const fact: ArgumentFact = { wire, help }
      if (options?.every((o) => typeof o === 'string')) fact.options = options
      return [name, fact]
    }),
  )
}

function headerOf(parameter: Parameter, command: string): [string, HeaderFact] {
  const known = headerFlags[parameter.name.toLowerCase()]
  if (!known) throw new Error(`${command}: no flag for the header ${parameter.name}`)
  const { flag, help } = known
  return [
    flag,
    parameter.in === 'cookie' ? { wire: 'cookie', help, cookie: parameter.name } : { wire: parameter.name, help },
  ]
}

function bodyOf(
  operation: DocumentedOperation,
  body: NonNullable<DocumentedOperation['body']>,
  fields: FlagTable,
  read: DocumentedOperation | undefined,
): BodyFact {
  if (body.media === 'multipart/form-data') return { media: 'multipart', shape: 'fields' }
  const fact: BodyFact = {
    media: body.media === 'application/x-www-form-urlencoded' ? 'form' : 'json',
    shape: shapeOfBody(body.schema),
  }
  const flags = fact.shape === 'fields' ? fieldsOf(body.schema, fields, operation.method === 'PATCH') : {}
  const objects = Object.values(flags).filter((field) => field.replaces || field.merges)
  if (operation.method === 'PATCH' && (objects.length > 0 || fact.shape === 'free')) {
    const stored = propertiesOf((read && successSchema(read)) ?? {})
    fact.patch = objects.length > 0 && objects.every(({ wire }) => stored.has(wire)) ? 'mergeable' : 'whole'
  }
  if (operation.marks['x-logto-keeps']) fact.keeps = true
  if (fact.shape === 'fields') fact.fields = flags
  return fact
}

/** A PUT whose body can be empty: lists and objects are all that it must hold, if anything. */
function canTakeEverything({ method, body, marks }: DocumentedOperation): boolean {
  if (method !== 'PUT' || body?.media !== 'application/json' || marks['x-logto-keeps']) return false
  const properties = propertiesOf(body.schema)
  return [...requiredOf(body.schema)].every((name) =>
    (properties.get(name) ?? []).every(({ type }) => type === 'array' || type === 'object'),
  )
}

function fieldsOf(schema: Schema, fields: FlagTable, replacing: boolean): Record<string, FieldFact> {
  const required = requiredOf(schema)
  return Object.fromEntries([
    ...[...propertiesOf(schema)].map(([wire, schemas]) =>
      fields.property(wire, schemas, required.has(wire), replacing),
    ),
    ...fields.parts(schema),
  ])
}

function shapeOfBody(schema: Schema): BodyFact['shape'] {
  if (schema.type === 'array') return 'array'
  if (propertiesOf(schema).size > 0) return 'fields'
  return schema.type === 'object' ? 'free' : 'unknown'
}

/** Gives each wire name of one command its flag, and refuses clashes. */
class FlagTable {
  private readonly taken = new Set<string>()

  constructor(
    private readonly command: string,
    private readonly named: NamedCommand,
    private readonly common: CommonNames,
    /** The columns that the answer may have. */
    private readonly answered: ReadonlySet<string>,
  ) {}

  parameter(parameter: Parameter): [string, FieldFact] {
    const flag = this.flagFor(parameter.name, 'query')
    const fact = this.fact(flag, parameter.name, shapeOf(parameter.name, [parameter.schema]))
    if (this.common.switches.includes(flag)) fact.type = 'boolean'
    const adds = this.common.adds[flag]?.filter((column) => this.answered.has(column))
    if (adds?.length) fact.adds = adds
    const time = this.common.times[flag]
    if (time !== undefined) {
      fact.type = 'time'
      fact.alias = time
      this.takeName(time)
    }
    if (this.common.literals.includes(flag)) fact.literal = true
    if (fact.options?.join() === 'false,true' || fact.options?.join() === 'true,false') {
      fact.type = 'boolean'
      delete fact.options
    }
    if (parameter.required) fact.required = true
    if (this.named.name.secrets?.includes(flag)) fact.secret = true
    if (this.named.name.texts?.includes(flag)) fact.text = true
    return [flag, fact]
  }

  property(wire: string, schemas: Schema[], required: boolean, patched: boolean): [string, FieldFact] {
    const flag = this.flagFor(wire, 'body')
    const fact = this.fact(flag, wire, shapeOf(wire, schemas))
    if (required) fact.required = true
    if (this.named.name.secrets?.includes(flag)) fact.secret = true
    if (this.named.name.texts?.includes(flag)) fact.text = true
    if (fact.list && !fact.options && (/Ids$/.test(wire) || this.common.ids.includes(flag))) fact.ids = true
    if (schemas.some((s) => s['x-logto-merges'])) fact.merges = true
    else if (patched && (fact.list || fact.type === 'json' || fact.type === 'any')) fact.replaces = true
    if (schemas.some((s) => s['x-logto-ignored'])) fact.ignored = true
    return [flag, fact]
  }

  /** The topic's flags for parts of the body, where it has the property that they stand in. */
  parts(schema: Schema): [string, FieldFact][] {
    return Object.entries(this.named.within.parts ?? {}).flatMap(([flag, { at, help }]): [string, FieldFact][] => {
      const path = at.split('.')
      const wire = path.pop() ?? ''
      const [outer = ''] = path
      if (!propertiesOf(schema).has(outer)) return []
      const parents = path.reduce((schemas, name) => schemas.flatMap((s) => propertiesOf(s).get(name) ?? []), [schema])
      const schemas = parents.flatMap((parent) => propertiesOf(parent).get(wire) ?? [])
      if (schemas.length === 0)
        throw new Error(`${this.command}: --${flag} stands for ${at}, which the body does not have`)
      this.take(flag, at)
      return [[flag, { wire, help, ...shapeOf(wire, schemas), within: path }]]
    })
  }

  private fact(flag: string, wire: string, shape: FieldShape): FieldFact {
    const { name, within } = this.named
    const help = name.flags?.[flag] ?? within.flags?.[flag] ?? this.common.flags[flag]
    if (!help) throw new Error(`${this.command}: no help for --${flag}`)
    return { wire, help, ...shape }
  }

  private flagFor(wire: string, place: 'query' | 'body'): string {
    const { name, within } = this.named
    const flag = name.rename?.[place].get(wire) ?? within.rename?.[wire] ?? kebab(wire)
    this.take(flag, wire)
    return flag
  }

  private take(flag: string, wire: string): void {
    if (reservedFlags.has(flag)) {
      throw new Error(`${this.command}: --${flag} (${wire}) is a global flag; give it another name under "rename"`)
    }
    this.takeName(flag)
  }

  private takeName(flag: string): void {
    if (this.taken.has(flag)) throw new Error(`${this.command}: two inputs want --${flag}`)
    this.taken.add(flag)
  }
}
