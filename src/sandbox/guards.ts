import type { Entry, Schema } from './operations.js'

/** What Logto's guard wants of a body beyond the document, by `METHOD path`. */
const stricter: Readonly<Record<string, Schema>> = {
  'POST /api/users': { properties: { avatar: { format: 'url' } } },
  'PATCH /api/users/{}': { properties: { avatar: { format: 'url' } } },
  'POST /api/hooks': { properties: { events: { minItems: 1 } } },
  'PATCH /api/hooks/{}': { properties: { events: { minItems: 1 } } },
  'POST /api/one-time-tokens': { properties: { expiresIn: { minimum: 1 } } },
  'PATCH /api/sign-in-exp': {
    properties: { usernamePolicy: { required: ['minLength', 'maxLength', 'allowedChars'] } },
  },
  'PATCH /api/configs/jwt-customizer/{}': { required: ['script'], properties: { script: { type: 'string' } } },
}

/** Bodies in which nothing is required, whatever the document says. */
const loose = new Set(['PUT /api/applications/{}/sign-in-experience'])

/** The schemas that a body has to fit, in the order in which they are tried. */
export function guardsOf({ method, shape }: Pick<Entry, 'method' | 'shape'>, schema: Schema): Schema[] {
  const name = `${method} ${shape}`
  return [loose.has(name) ? withoutRequired(schema) : schema, ...(stricter[name] ? [stricter[name]] : [])]
}

const relaxed = new WeakMap<Schema, Schema>()

/** Made once per schema, as it is compiled. */
function withoutRequired(schema: Schema): Schema {
  const known = relaxed.get(schema) ?? { ...schema, required: [] }
  relaxed.set(schema, known)
  return known
}
