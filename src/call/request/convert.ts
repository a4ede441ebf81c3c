import { type BodySchema, branchesOf, typesOf } from './schema.js'

/**
 * Turns a text into the value its schema asks for: a number, boolean or enum member where the schema says so and no
 * text is allowed there, else the text itself. The text's look decides nothing: `15551234567` stays a string
 * wherever a string is possible. A text that fits no type is returned as it is, for the check to refuse by name.
 */
export function convertText(text: string, schemas: readonly BodySchema[]): unknown {
  const branches = schemas.flatMap(branchesOf)
  const types = new Set(branches.flatMap(typesOf))
  const enums = branches.flatMap((b) => b.enum ?? [])
  if (types.size === 0 && enums.length === 0) return text
  if (types.has('string')) return text
  if (types.has('number') || types.has('integer')) {
    if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  }
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  const member = enums.find((value) => String(value) === text)
  return member === undefined ? text : member
}
