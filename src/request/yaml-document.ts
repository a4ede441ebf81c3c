import { parseDocument } from 'yaml'

/** A YAML document understood, or the place of its first fault. */
export type YamlDocument = { value: unknown } | { fault: unknown; place: string }

/**
 * Reads one YAML 1.2 document in the core schema. Unknown tags are faults, and so are warnings: what cannot be
 * understood is not sent.
 */
export function readYaml(text: string): YamlDocument {
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent' })
  const [fault] = [...document.errors, ...document.warnings]
  if (!fault) return { value: document.toJS({ maxAliasCount: 100 }) }
  const [from] = fault.linePos ?? []
  return { fault, place: from ? `line ${from.line}, column ${from.col}` : fault.code.toLowerCase() }
}
