import { parseDocument } from 'yaml'

/** A YAML document understood, or where and why it cannot be. */
export type YamlDocument = { value: unknown } | { fault: unknown; place: string }

/** A number where it can be one without losing digits. */
function shortest(_: unknown, value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value
}

/**
 * Reads one YAML 1.2 document in the core schema. A second document, an unknown tag, and aliases without end or goal
 * are faults: what cannot be understood whole is not sent.
 */
export function readYaml(text: string): YamlDocument {
  const document = parseDocument(text, { schema: 'core', logLevel: 'error', intAsBigInt: true })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) {
    const [from] = fault.linePos ?? []
    return { fault, place: from ? `line ${from.line}, column ${from.col}` : fault.code.toLowerCase() }
  }
  try {
    return { value: document.toJS({ maxAliasCount: 100, reviver: shortest }) }
  } catch (cause) {
    return { fault: cause, place: 'its aliases cannot be resolved' }
  }
}
