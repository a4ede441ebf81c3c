import { Args, Flags, type Interfaces } from '@oclif/core'
import { fateOf } from '../facts/fate.js'
import type { BodyFact, FieldFact, Operation } from '../facts/operation.js'

type OclifFlags = Interfaces.FlagInput
type OclifFlag = OclifFlags[string]

/** One value each time: oclif's plain `multiple` would take the positional arguments behind it as well. */
const repeatable = { multiple: true, multipleNonGreedy: true } as const

/** The positional arguments of an operation, in the order of its path; all are required. */
export function argsOf(operation: Operation): Interfaces.ArgInput {
  return Object.fromEntries(
    Object.entries(operation.args).map(([name, { help, options }]) => [
      name,
      Args.string({ description: help, required: true, ...(options ? { options: [...options] } : {}) }),
    ]),
  )
}

/** The flags of an operation beside the global ones. Required inputs are checked later, since a body may bring them. */
export function flagsOf(operation: Operation): OclifFlags {
  const flags: OclifFlags = {}
  Object.assign(flags, fieldFlags(operation.query))
  if (operation.search) Object.assign(flags, searchFlags(operation.search))
  if (operation.paging) Object.assign(flags, pagingFlags(operation.paging.kind))
  for (const [name, { help, cookie }] of Object.entries(operation.headers ?? {})) {
    const notes = cookie === undefined ? '' : ` [${secretNote}]`
    flags[name] = Flags.string({ description: `${help}${notes}`, helpValue: '<value>' })
  }
  if (operation.body) Object.assign(flags, bodyFlags(operation, operation.body))
  if (operation.authority === 'interaction') flags.session = sessionFlag()
  const asksAlways = operation.unreviewed && operation.method !== 'GET'
  if (operation.destructive || operation.destructiveWhenEmpty || asksAlways) {
    flags.yes = Flags.boolean({
      char: 'y',
      description: asksAlways ? 'Do not ask first' : 'Do not ask before destroying anything',
    })
    flags.confirm = Flags.string({
      description: 'With --yes on a protected profile: its name',
      helpValue: '<profile>',
    })
  }
  return flags
}

const secretNote = "'-', @FILE or =? to be asked"

/** The sign-in to act on. */
export function sessionFlag(): OclifFlag {
  return Flags.string({
    description: 'Sign-in session; by default the one of the profile or tenant, see `logto experience sessions`',
    helpValue: '<name>',
  })
}

/** How the files that hold a body or a text are encoded. */
export function encodingFlag(): OclifFlag {
  return Flags.string({
    description: 'Encoding of the files and standard input that are read, such as windows-1252 [default: utf-8]',
    helpValue: '<name>',
  })
}

/** The flags of inputs in a query or a body. */
export function fieldFlags(fields: Readonly<Record<string, FieldFact>>): OclifFlags {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldFlag(field)]))
}

function fieldFlag(field: FieldFact): OclifFlag {
  const description = describe(field)
  if (field.type === 'boolean' && !field.list) {
    // Logto tells what is false from what is left out, in queries too.
    return Flags.boolean({ description, allowNo: true })
  }
  const value = helpValue(field)
  const option = {
    description,
    ...(value ? { helpValue: value } : {}),
    ...(field.options ? { options: [...field.options] } : {}),
    ...(field.alias ? { aliases: [field.alias] } : {}),
  }
  return field.list ? Flags.string({ ...option, ...repeatable }) : Flags.string(option)
}

/** The help text of a flag with what a person must know to use it: required, limits, default, ways to give it. */
function describe(field: FieldFact): string {
  const notes: string[] = []
  if (field.required) notes.push('required')
  if (field.list) notes.push(field.ids ? 'repeatable, or with commas' : 'repeatable')
  if (field.alias) notes.push(`also --${field.alias}`)
  if (field.min !== undefined && field.max !== undefined) notes.push(`${field.min} to ${field.max}`)
  if (field.default !== undefined) notes.push(`default: ${field.default}`)
  if (field.secret) notes.push(secretNote)
  else if (field.text) notes.push('or @FILE')
  notes.push(...fateOf(field))
  if (field.ignored) notes.push('Logto ignores it')
  if (field.deprecated) notes.push('deprecated')
  return notes.length > 0 ? `${field.help} [${notes.join('; ')}]` : field.help
}

function helpValue(field: FieldFact): string | undefined {
  if (field.options) return undefined
  switch (field.type) {
    case 'json':
      return '<json|@file>'
    case 'any':
      return '<value|json>'
    case 'number':
      return '<number>'
    case 'time':
      return '<time>'
    default:
      return '<value>'
  }
}

function searchFlags(fields: readonly string[]): OclifFlags {
  return {
    contains: Flags.string({ description: 'Only rows with this text in any searchable field', helpValue: '<text>' }),
    search: Flags.string({
      description: "Only rows with a field that matches this pattern: '%' for any text, '_' for any character",
      helpValue: '<pattern>',
    }),
    where: Flags.string({
      description: `Only rows whose field (${fields.join(', ')}) matches this pattern; with --mode exact, is this text; repeatable`,
      helpValue: '<field=pattern>',
      ...repeatable,
    }),
    mode: Flags.string({
      description: 'How patterns match, for all fields or one: like, exact, similar_to or posix; repeatable',
      helpValue: '<mode|field=mode>',
      ...repeatable,
    }),
    joint: Flags.string({ description: 'Whether one or every pattern must match', options: ['and', 'or'] }),
    'case-sensitive': Flags.boolean({ description: 'Tell upper from lower case when matching', allowNo: true }),
  }
}

function pagingFlags(kind: 'required' | 'optional'): OclifFlags {
  const unpaged = kind === 'optional' ? '; without it all rows come at once' : ''
  return {
    page: Flags.string({ description: `Page to show, counted from 1${unpaged}`, helpValue: '<n>' }),
    'page-size': Flags.string({ description: 'Rows on a page, 1 to 100 [default: 20]', helpValue: '<n>' }),
    all: Flags.boolean({ description: 'Fetch every page' }),
    limit: Flags.string({ description: 'Fetch as many pages as it takes for this many rows', helpValue: '<n>' }),
    sort: Flags.string({
      description: 'Sort the whole list by a field: name, createdAt:desc; with --limit, its first rows',
      helpValue: '<field[:desc]>',
    }),
  }
}

function bodyFlags({ method }: Operation, body: BodyFact): OclifFlags {
  if (body.media === 'multipart') {
    return { file: Flags.string({ description: 'File to upload [required]', helpValue: '<path>' }) }
  }
  const flags: OclifFlags = {}
  Object.assign(flags, fieldFlags(body.fields ?? {}))
  flags.body = Flags.string({
    description: "Whole body: JSON, @FILE (JSON or YAML) or '-' for standard input",
    helpValue: '<json|@file|->',
  })
  flags.set = Flags.string({
    description: 'Set a value inside the body as text: profile.givenName=Ann, or behind a list: tags[]=vip; repeatable',
    helpValue: '<path=text>',
    ...repeatable,
  })
  flags['set-json'] = Flags.string({
    description: 'Set a value inside the body as JSON, null included; repeatable',
    helpValue: '<path=json>',
    ...repeatable,
  })
  flags.encoding = encodingFlag()
  flags['no-validate'] = Flags.boolean({
    description: 'Send the body without checking it first',
  })
  if (body.patch === 'mergeable') {
    flags.merge = Flags.boolean({
      description: 'Read what is stored first and change only the parts given',
      exclusive: ['replace'],
    })
  }
  if (method === 'PATCH') {
    flags.replace = Flags.boolean({
      description: 'Replace each object given by its parts alone',
      // Where a PATCH takes scalars alone, there is nothing to say; `get`, edit, `update --replace` holds for all.
      hidden: !body.patch,
    })
  }
  return flags
}
