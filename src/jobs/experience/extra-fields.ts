import { isPlainObject } from '../../base/value-path.js'
import { parse } from '../../call/operation/printable.js'
import { listIn } from './reasons.js'
import { reworded } from './reworded.js'
import type { Refused, Steps } from './steps.js'

/** A profile field that the sign-up page asks for. */
interface ExtraField {
  name: string
  required: boolean
}

/**
 * A refusal for want of the tenant's own profile fields, with their names, which Logto leaves out. Any other refusal,
 * and one whose fields cannot be read, stays as it is.
 */
export async function withFieldNames({ data, failure, code }: Refused, steps: Steps): Promise<Refused['failure']> {
  const missing = listIn(data.missingProfile)
  if (!missing.includes('extraProfile')) return failure
  const fields = await extraFields(steps).catch(() => [])
  if (fields.length === 0) return failure
  const named = fields.map(({ name, required }) => (required ? name : `${name} (optional)`)).join(', ')
  const [first] = [...fields.filter(({ required }) => required), ...fields]
  return reworded(
    failure,
    `the account lacks profile fields of the tenant: ${named} (${code})`,
    `give what is required, or one of them: --profile-field ${first?.name}=VALUE`,
  )
}

/** The fields of the sign-up form, as the tenant tells anybody. */
async function extraFields({ client }: Steps): Promise<ExtraField[]> {
  const request = { method: 'GET' as const, path: '/api/.well-known/experience', query: [], headers: {} }
  const { answer } = await client.send(request, 'none')
  const shown = answer.status === 200 ? parse(answer) : undefined
  if (!isPlainObject(shown) || !Array.isArray(shown.customProfileFields)) return []
  const all = shown.customProfileFields.filter(isPlainObject)
  // Without a choice of its own the form asks for all of them.
  const chosen = Array.isArray(shown.signUpProfileFields) ? shown.signUpProfileFields.filter(isPlainObject) : all
  return chosen.flatMap(({ name }) => {
    const field = all.find((one) => one.name === name)
    return field ? namesOf(field).map((one) => ({ name: one, required: field.required === true })) : []
  })
}

/** A full name is asked for by its parts. */
function namesOf({ name, config }: Record<string, unknown>): string[] {
  const parts = isPlainObject(config) && Array.isArray(config.parts) ? config.parts.filter(isPlainObject) : []
  return name === 'fullname' && parts.length > 0 ? parts.map((part) => String(part.name)) : [String(name)]
}
