import { type Interfaces, Parser } from '@oclif/core'
import { snakeCase } from '../../base/snake-case.js'
import { isPlainObject } from '../../base/value-path.js'
import type { Operation } from '../../call/facts/operation.js'
import { buildRequest } from '../../call/request/build.js'
import type { Input } from '../../call/request/input.js'
import type { ApiRequest } from '../../call/request/request.js'
import type { OperationSchema } from '../../call/request/schema.js'
import type { Sources } from '../../call/request/sources.js'
import { shellWords, unquoted } from '../describe/command-lines.js'
import { formsOf } from '../describe/fields.js'
import type { CommandClass } from '../describe/find-command.js'
import { skeletonValue } from '../describe/skeleton.js'
import { luaLiteral } from './literal.js'
import { nameOfFlag, nameOfProperty } from './targets.js'

/** A generated command, whose operation a script calls. */
export interface CalledCommand {
  /** As typed: `users list`. */
  command: string
  class: CommandClass & { operation: Operation }
  schema: OperationSchema
}

/** The table of a call that works as it stands: what the first example of the command does. */
export async function exampleParameters(called: CalledCommand): Promise<Record<string, unknown>> {
  const input = await inputOfExample(called)
  return { ...argumentsOf(called.class.operation, input), ...(await requestPart(called, input)) }
}

/** A call of an operation with the table of `exampleParameters`. */
export function exampleCall(lua: string, { paging }: Operation, parameters: Record<string, unknown>): string {
  const table = Object.keys(parameters).length === 0 ? '{}' : luaLiteral(parameters)
  if (paging) return `for row in logto.each(logto.${lua}, ${table}) do\n  dump(row)\nend`
  return `local answer = logto.${lua}${table}\ndump(answer)`
}

/** The first example as the command would parse it, up to what a shell does with the answer. */
async function inputOfExample({ command, class: known }: CalledCommand): Promise<Input> {
  const { examples = [], args = {} } = known
  const [first] = examples
  const line = typeof first === 'string' ? first : (first?.command ?? '')
  const words = shellWords(line.slice(line.indexOf(`logto ${command}`) + `logto ${command}`.length))
  const end = words.findIndex((word) => /^[|<>&]/.test(word))
  const flags = { ...known.baseFlags, ...known.flags } as Interfaces.FlagInput
  const parsed = await Parser.parse((end < 0 ? words : words.slice(0, end)).map(unquoted), { args, flags })
  return { args: parsed.args as Record<string, string>, flags: parsed.flags }
}

function argumentsOf({ args }: Operation, input: Input): Record<string, unknown> {
  return Object.fromEntries(Object.keys(args).map((name) => [snakeCase(name), input.args[name]]))
}

/** Query, headers and body as names in the table of a call. */
async function requestPart(called: CalledCommand, input: Input): Promise<Record<string, unknown>> {
  const { operation } = called.class
  const { body } = operation
  const request = await builtFrom(called, input)
  return {
    ...queryOf(operation, request, input),
    ...headersOf(operation, input),
    ...(body?.media === 'multipart' ? { file: input.flags.file } : {}),
    ...(request.body && request.body.kind !== 'file' ? bodyOf(operation, request.body.value) : {}),
    ...(input.flags.merge === true ? { merge: true } : {}),
  }
}

/** The request of the example; what stands in files or is asked for has values that fit. */
function builtFrom({ command, class: { operation }, schema }: CalledCommand, input: Input): Promise<ApiRequest> {
  const { body, ...withoutBody } = operation
  return buildRequest(body?.media === 'multipart' ? withoutBody : operation, input, {
    command,
    sources: exampleSources(operation, schema, input),
    schema: async () => schema,
    stored: async () => ({}),
    notice: async () => {},
  })
}

/** Values for what is not on the command line: of a whole body, and of its properties by their flags. */
function exampleSources({ body }: Operation, schema: OperationSchema, { flags }: Input): Sources {
  const forms = formsOf(schema.body?.schema ?? {}).map(skeletonValue)
  const chosen = Object.entries(body?.fields ?? {}).filter(
    ([flag, { options }]) => options && flags[flag] !== undefined,
  )
  const fits = (form: unknown) =>
    chosen.every(([flag, { wire }]) => isPlainObject(form) && [form[wire], undefined].includes(flags[flag]))
  const whole = forms.find(fits) ?? forms[0]
  const give = async (asker: string) => {
    const field = body?.fields?.[asker.replace(/^--/, '')]
    const value = field ? isPlainObject(whole) && whole[field.wire] : whole
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
  return {
    interactive: false,
    stdin: give,
    line: give,
    file: (_, asker) => give(asker),
    secret: (_, asker) => give(asker),
  }
}

function queryOf({ query, search }: Operation, request: ApiRequest, { flags }: Input): Record<string, unknown> {
  const named = Object.entries(query).flatMap(([flag, { wire, type, list }]) => {
    const texts = request.query.flatMap(([name, text]) => (name === wire ? [text] : []))
    const values = texts.map((text) => (type === 'boolean' ? text === 'true' : type === 'number' ? Number(text) : text))
    return values.length === 0 ? [] : [[snakeCase(flag), list ? values : values[0]]]
  })
  return { ...Object.fromEntries(named), ...(search ? searchOf(flags) : {}) }
}

function searchOf(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = ['contains', 'search', 'joint'].flatMap((name) =>
    flags[name] === undefined ? [] : [[name, flags[name]]],
  )
  const where = flags.where as string[] | undefined
  return {
    ...Object.fromEntries(given),
    ...(where ? { where: Object.fromEntries(where.map((text) => text.split(/=(.*)/s, 2))) } : {}),
  }
}

function headersOf(operation: Operation, { flags }: Input): Record<string, unknown> {
  const given = Object.keys(operation.headers ?? {}).filter((flag) => flags[flag] !== undefined)
  return Object.fromEntries(given.map((flag) => [nameOfFlag(operation, flag) ?? flag, flags[flag]]))
}

/** Properties stand beside the parameters where their names are free. */
function bodyOf(operation: Operation, value: unknown): Record<string, unknown> {
  if (!isPlainObject(value) || operation.body?.shape !== 'fields') return { body: value }
  const beside: [string, unknown][] = []
  const within: [string, unknown][] = []
  for (const [wire, part] of Object.entries(value)) {
    const name = nameOfProperty(operation, wire)
    if (name === undefined) within.push([wire, part])
    else beside.push([name, part])
  }
  return { ...Object.fromEntries(beside), ...(within.length > 0 ? { body: Object.fromEntries(within) } : {}) }
}
