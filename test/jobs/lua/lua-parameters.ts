import type { Contract } from '../../contract/command-facts.js'
import { uploadOf, type Variant } from '../../contract/variants.js'

/** The table of a call: parameters under snake_case names, the body as `body` or as names beside them. */
export function parametersOf(contract: Contract, variant: Variant): Record<string, unknown> {
  const { operation, documented } = contract
  const parameters: Record<string, unknown> = {}
  const parts = documented.path.split('/')
  for (const [name, { wire }] of Object.entries(operation.args)) {
    parameters[snake(variant.title === 'required inputs' ? wire : name)] = variant.segments[parts.indexOf(`{${wire}}`)]
  }
  Object.assign(parameters, queryOf(contract, variant))
  for (const [flag, { wire, cookie }] of Object.entries(operation.headers ?? {})) {
    const value = variant.headers[wire.toLowerCase()]?.replace(`${cookie}=`, '')
    const isTaken = Object.values(operation.args).some((arg) => snake(arg.wire) === snake(flag))
    if (value !== undefined) parameters[snake(isTaken ? wire : flag)] = value
  }
  const upload = uploadOf(contract)
  if (upload !== undefined) return { ...parameters, file: upload }
  if (variant.body === undefined || !operation.body) return parameters
  if (variant.merges) parameters.merge = true
  const { fields } = operation.body
  const isBeside = fields !== undefined && variant.title !== 'required inputs'
  if (!isBeside) return { ...parameters, body: variant.body }
  for (const [wire, value] of Object.entries(variant.body as Record<string, unknown>)) {
    const name = snake(wire)
    // What a parameter has the name of stands in the body.
    if (name in parameters || ['page', 'body', 'headers', 'merge', 'validate'].includes(name)) {
      parameters.body = { ...(parameters.body as object | undefined), [wire]: value }
    } else parameters[name] = value
  }
  return parameters
}

function queryOf({ operation }: Contract, { query }: Variant): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [name, value] of query) {
    const [flag, field] = Object.entries(operation.query).find(([, { wire }]) => wire === name) ?? []
    const [group = '', inner] = name.split('.', 2)
    if (flag && field) {
      const typed =
        field.type === 'boolean'
          ? value === 'true'
          : field.type === 'number'
            ? Number(value)
            : asGiven(value, field.literal)
      const before = found[snake(flag)]
      found[snake(flag)] = before === undefined ? typed : [before, typed].flat()
    } else if (name === 'isCaseSensitive') found.case_sensitive = value === 'true'
    else if (group === 'search' && inner) found.where = { ...(found.where as object | undefined), [inner]: value }
    else if (name === 'page' || name === 'page_size') found[name] = Number(value)
    else if (group === 'mode') found.mode = { ...(found.mode as object | undefined), [inner ?? '*']: value }
    else found[name] = value
  }
  return found
}

/** A text to look for is sent with its wildcards escaped. */
function asGiven(value: string, isLiteral: boolean | undefined): string {
  return isLiteral ? value.replace(/\\([\\%_])/g, '$1') : value
}

function snake(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
    .replaceAll('-', '_')
    .toLowerCase()
}
