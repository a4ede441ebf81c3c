import { stringify } from 'yaml'
import { harmless } from './harmless.js'

/** A YAML document; a list may be given in slices, whose texts follow each other. */
export function yamlDocument(value: unknown, isTTY: boolean): string {
  // Long lines stay whole, and what YAML 1.1 readers take for a boolean or a number (`no`, `1_0`) is quoted.
  const text = stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' })
  // A reader would take off a byte order mark at the start; quoted it stays, and JSON is YAML.
  const kept = text.startsWith('\ufeff') ? `${JSON.stringify(value)}\n` : text
  return isTTY ? harmless(kept) : kept
}
