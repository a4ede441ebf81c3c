import { parseDocument } from 'yaml'

/** A YAML document understood, or where and why it cannot be. */
export type YamlDocument = { value: unknown } | { fault: unknown; place: string }

/**
 * Reads one YAML 1.2 document in the core schema. A second document, an unknown tag, and aliases without end or goal
 * are faults: what cannot be understood whole is not sent.
 */
export function readYaml(text: string): YamlDocument {
  const document = parseDocument(text, { schema: 'core', logLevel: 'error' })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault) {
    const [from] = fault.linePos ?? []
    return { fault, place: from ? `line ${from.line}, column ${from.col}` : fault.code.toLowerCase() }
  }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (cause) {
    return { fault: cause, place: 'its aliases cannot be resolved' }
  }
}
