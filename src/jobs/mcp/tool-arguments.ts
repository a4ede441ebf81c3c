import type { Tool } from '@modelcontextprotocol/sdk/types.js'
import { UsageError } from '../../base/errors.js'
import { nearest } from '../../base/nearest.js'
import { isPlainObject } from '../../base/value-path.js'

interface Property {
  type?: string
  items?: { type?: string }
  minimum?: number
  maximum?: number
}

/** Holds what a client gave against the schema of its tool. Throws a UsageError that names what is wrong. */
export function checkArguments({ name, inputSchema }: Tool, given: Readonly<Record<string, unknown>>): void {
  const properties = (inputSchema.properties ?? {}) as Record<string, Property>
  for (const [argument, value] of Object.entries(given)) {
    const property = Object.hasOwn(properties, argument) ? properties[argument] : undefined
    if (!property) throw unknownArgument(name, argument, Object.keys(properties))
    const wanted = whyUnfit(property, value)
    if (wanted !== undefined) throw badArgument(`${name}: ${argument} must be ${wanted}`)
  }
  const missing = inputSchema.required?.find((argument) => given[argument] === undefined)
  if (missing !== undefined) throw badArgument(`${name}: ${missing} is missing`)
}

function whyUnfit(
  { type, items, minimum, maximum = Number.MAX_SAFE_INTEGER }: Property,
  value: unknown,
): string | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? undefined : 'a string'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'integer':
      return Number.isSafeInteger(value) && Number(value) >= (minimum ?? 0) && Number(value) <= maximum
        ? undefined
        : `a whole number of at least ${minimum ?? 0}${maximum === Number.MAX_SAFE_INTEGER ? '' : `, at most ${maximum}`}`
    case 'array':
      return Array.isArray(value) && value.every((item) => whyUnfit(items ?? {}, item) === undefined)
        ? undefined
        : 'a list of strings'
    case 'object':
      return isPlainObject(value) ? undefined : 'an object'
    default:
      return undefined
  }
}

function unknownArgument(tool: string, argument: string, known: readonly string[]): UsageError {
  const close = nearest(argument, known)
  const hint = close.length > 0 ? `did you mean ${close.join(' or ')}?` : `it takes ${known.join(', ') || 'nothing'}`
  return badArgument(
    `${tool} takes no ${argument}`,
    tool === 'call' ? `${hint} Inputs of the operation belong into parameters.` : hint,
  )
}

function badArgument(message: string, hint?: string): UsageError {
  return new UsageError(message, { code: 'usage.bad_argument', hint })
}
