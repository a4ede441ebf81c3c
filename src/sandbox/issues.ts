import type { ErrorObject } from 'ajv'
import { typesOf } from '../call/request/schema.js'
import type { Schema } from './operations.js'

/** One fault of a value as zod reports it; `detail` is the text that Logto's `details` carries. */
export interface Issue {
  code: string
  path: (string | number)[]
  message: string
  detail: string
  [fact: string]: unknown
}

/** Translates an error of the schema validator into an issue in the shape of zod 3. */
export function issueOf(error: ErrorObject): Issue {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')))
  const schema = (error.parentSchema ?? {}) as Schema
  const limit = Number(error.params.limit)
  switch (error.keyword) {
    case 'required': {
      const name = String(error.params.missingProperty)
      return invalidType([...path, name], typesOf(schema.properties?.[name] ?? {})[0] ?? 'object', 'undefined')
    }
    case 'type':
      return invalidType(path, typesOf(schema)[0] ?? 'object', typeName(error.data))
    case 'minLength':
    case 'maxLength':
      return size(
        error.keyword,
        limit,
        'string',
        path,
        `String must contain ${bound(error.keyword, limit)} character(s)`,
      )
    case 'minItems':
    case 'maxItems':
      return size(error.keyword, limit, 'array', path, `Array must contain ${bound(error.keyword, limit)} element(s)`)
    case 'minimum':
    case 'maximum': {
      const than = error.keyword === 'minimum' ? 'greater' : 'less'
      return size(error.keyword, limit, 'number', path, `Number must be ${than} than or equal to ${limit}`)
    }
    case 'enum': {
      const options = schema.enum ?? []
      const expected = options.map((option) => `'${option}'`).join(' | ')
      const message = `Invalid enum value. Expected ${expected}, received '${error.data}'`
      return { received: error.data, code: 'invalid_enum_value', options, path, message, detail: message }
    }
    case 'pattern':
    case 'format':
      return {
        validation: error.keyword === 'format' ? error.params.format : 'regex',
        ...plain('invalid_string', path, 'Invalid'),
      }
    case 'anyOf':
    case 'oneOf':
      return plain('invalid_union', path, 'Invalid input')
    default:
      return plain('custom', path, 'Invalid input')
  }
}

function plain(code: string, path: Issue['path'], message: string): Issue {
  return { code, message, path, detail: message }
}

function invalidType(path: Issue['path'], expected: string, received: string): Issue {
  const message = received === 'undefined' ? 'Required' : `Expected ${expected}, received ${received}`
  const detail = `Expected ${expected} but received ${received}.`
  return { code: 'invalid_type', expected, received, path, message, detail }
}

export function size(keyword: string, limit: number, type: string, path: Issue['path'], message: string): Issue {
  const low = keyword.startsWith('min')
  const fact = low ? { minimum: limit } : { maximum: limit }
  return {
    code: low ? 'too_small' : 'too_big',
    ...fact,
    type,
    inclusive: true,
    exact: false,
    message,
    path,
    detail: message,
  }
}

const bound = (keyword: string, limit: number) => `at ${keyword.startsWith('min') ? 'least' : 'most'} ${limit}`

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
