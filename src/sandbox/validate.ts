import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { invalidInput as notStorable } from './columns.js'
import { issueOf } from './issues.js'
import type { Schema } from './operations.js'
import { Refusal } from './refusal.js'

/** Part of the request that is refused; Logto names it in the message only. */
export type Part = 'query' | 'body' | 'params' | 'files'

/** Checks values against the documents' schemas and refuses as Logto's guard does. */
export class Validator {
  readonly #ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    useDefaults: true,
    formats: { email: /^\S+@\S+\.\S+$/, binary: true, url: (text: string) => text === '' || URL.canParse(text) },
  })
  readonly #compiled = new WeakMap<Schema, ValidateFunction>()

  /** Fills in defaults; throws the 400 `guard.invalid_input` that lists every issue. */
  check(schema: Schema, value: unknown, part: Part): void {
    const validate = this.#compiled.get(schema) ?? this.#ajv.compile(schema)
    this.#compiled.set(schema, validate)
    if (validate(value)) return
    const errors = outermost(validate.errors ?? [])
    // A fraction is a number to Logto's guard; it is the database that wants a whole one.
    if (part === 'body' && errors.every(isFraction)) throw notStorable()
    throw invalidInput(part, errors.map(issueOf))
  }
}

const isFraction = ({ keyword, params, data }: ErrorObject) =>
  keyword === 'type' && params.type === 'integer' && typeof data === 'number'

/** Of a failed union only the union's own error: the branches' errors say why each one did not fit. */
function outermost(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter((e) => e.keyword === 'anyOf' || e.keyword === 'oneOf').map((e) => `${e.schemaPath}/`)
  return errors.filter((e) => !unions.some((union) => e.schemaPath.startsWith(union)))
}

/** The refusal for issues in the shape of zod's. */
export function invalidInput(part: Part, issues: readonly ReturnType<typeof issueOf>[]): Refusal {
  const details = issues.map(({ path, code, detail }) => `Error in key path "${path.join('.')}": (${code}) ${detail}`)
  return new Refusal(400, 'guard.invalid_input', `The request ${part} is invalid.`, {
    data: { issues: issues.map(({ detail: _, ...issue }) => issue), name: 'ZodError' },
    details: details.join('\n'),
  })
}
