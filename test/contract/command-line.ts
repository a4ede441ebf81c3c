/** Turns a request back into the command line that a person would have typed for it. */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isPlainObject } from '../../src/base/value-path.js'
import type { FieldFact, Operation } from '../../src/call/facts/operation.js'
import type { RecordedRequest } from './recorded-exchanges.js'

const commands = join(import.meta.dirname, '..', '..', 'commands')

/** The facts of a generated command such as `users list`. */
export async function operationOf(command: string): Promise<Operation> {
  const file = `${join(commands, ...command.split(' '))}.ts`
  const module = (await import(pathToFileURL(file).href)) as { default: { operation: Operation } }
  return module.default.operation
}

/** Every part of the request by the flag made for it. */
export function lineOfFlags(command: string, operation: Operation, request: RecordedRequest): string[] {
  return [...lineWithoutBody(command, operation, request), ...bodyFlags(operation, request.body)]
}

/** All but the body, for runs that give it as a whole. */
export function lineWithoutBody(command: string, operation: Operation, request: RecordedRequest): string[] {
  const [path = '', query = ''] = request.url.split('?', 2)
  return [
    ...command.split(' '),
    ...argumentsOf(operation, path),
    ...[...new URLSearchParams(query)].flatMap(([name, value]) => queryFlag(operation, name, value)),
    ...(request.verification_id === null ? [] : [`--verification-id=${request.verification_id}`]),
    ...(operation.destructive || operation.destructiveWhenEmpty ? ['--yes'] : []),
  ]
}

/** The arguments by name, as the program hands them to the sentence of an empty answer. */
export function argumentsByName(operation: Operation, path: string): Record<string, string> {
  const values = argumentsOf(operation, path)
  return Object.fromEntries(Object.keys(operation.args).map((name, i) => [name, values[i] ?? '']))
}

function argumentsOf({ path: template, args }: Operation, path: string): string[] {
  const parts = template.split('/')
  const given = path.split('/')
  return Object.values(args).map(({ wire }) => {
    const value = given[parts.indexOf(`{${wire}}`)]
    if (value === undefined) throw new Error(`${path} does not fit ${template}`)
    return decodeURIComponent(value)
  })
}

function queryFlag({ query, search, paging }: Operation, name: string, value: string): string[] {
  const [flag, field] = Object.entries(query).find(([, { wire }]) => wire === name) ?? []
  if (flag && field) {
    if (field.type !== 'boolean') return [`--${flag}=${value}`]
    if (value === 'true') return [`--${flag}`]
    return field.wire.startsWith('is') ? [`--no-${flag}`] : ['--query-param', `${name}=${value}`]
  }
  if (paging && name === 'page') return [`--page=${value}`]
  if (paging && name === 'page_size') return [`--page-size=${value}`]
  if (search && name === 'search') return [`--search=${value}`]
  if (search && name.startsWith('search.')) return [`--where=${name.slice('search.'.length)}=${value}`]
  if (search && name === 'mode') return [`--mode=${value}`]
  if (search && name.startsWith('mode.')) return [`--mode=${name.slice('mode.'.length)}=${value}`]
  if (search && name === 'joint') return [`--joint=${value}`]
  if (search && name === 'isCaseSensitive' && value === 'true') return ['--case-sensitive']
  return ['--query-param', `${name}=${value}`]
}

function bodyFlags({ body: fact }: Operation, body: unknown): string[] {
  if (!fact || body === null) return []
  if (!isPlainObject(body)) return [`--body=${JSON.stringify(body)}`]
  return Object.entries(body).flatMap(([name, value]) => {
    const [flag, field] = Object.entries(fact.fields ?? {}).find(([, { wire }]) => wire === name) ?? []
    return (flag && field && fieldFlag(flag, field, value)) || setJson(name, value)
  })
}

/** The flag with this value, or nothing when a flag of its kind cannot carry it. */
function fieldFlag(flag: string, field: FieldFact, value: unknown): string[] | undefined {
  if (field.list) {
    const isCarried = Array.isArray(value) && value.length > 0 && value.every((one) => carries(field, one))
    return isCarried ? value.map((one) => `--${flag}=${String(one)}`) : undefined
  }
  if (!carries(field, value)) return undefined
  if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`]
  return [`--${flag}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`]
}

function carries({ type }: FieldFact, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'number':
    case 'time':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'json':
      return typeof value === 'object' && value !== null
    case 'any':
      return typeof value === 'string' ? !/^\s*[[{@]/.test(value) : typeof value === 'object' && value !== null
  }
}

function setJson(name: string, value: unknown): string[] {
  const path = name.replace(/[\\.[]/g, '\\$&')
  return ['--set-json', `${path}=${JSON.stringify(value)}`]
}
