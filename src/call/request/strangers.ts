import { parsePath } from './paths.js'
import { type BodySchema, schemasAt } from './schema.js'

/** Whether one of `PATH=VALUE` names a property that a closed object of the schema does not have. */
export function namesStranger(assignments: readonly string[], schema: BodySchema): boolean {
  return assignments.some((text) => {
    const at = text.indexOf('=')
    // What is wrong with the path itself is said where it is used.
    return at > 0 && /^[\w.-]+$/.test(text.slice(0, at)) && isStranger(parsePath(text.slice(0, at)), schema)
  })
}

function isStranger(path: readonly (string | number)[], schema: BodySchema): boolean {
  for (let depth = 0; depth < path.length; depth++) {
    if (schemasAt([schema], path.slice(0, depth + 1)).length > 0) continue
    const around = schemasAt([schema], path.slice(0, depth))
    return (
      around.some(({ properties }) => properties) && around.every(({ additionalProperties }) => !additionalProperties)
    )
  }
  return false
}
