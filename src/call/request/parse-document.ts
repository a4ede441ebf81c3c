import { UsageError } from '../../base/errors.js'
import { commentIn, parseJson } from './parse-json.js'
import type { ParsedDocument } from './yaml-document.js'

/** Parses a document in JSON or YAML, as a file may hold. YAML tags and aliases beyond the core schema are refused. */
export async function parseDocument(text: string, asker: string): Promise<ParsedDocument> {
  if (text.trim() === '') {
    throw new UsageError(`${asker}: it is empty`, {
      code: 'usage.bad_document',
      hint: 'give JSON or YAML; is something wrong with the command or file it comes from?',
    })
  }
  if (text.split('\n').every((line) => /^\s*(#|$)/.test(line))) {
    throw new UsageError(`${asker}: it holds nothing but comments`, {
      code: 'usage.bad_document',
      hint: 'take away the # before the lines that you want to send',
    })
  }
  // A flow mapping of YAML also begins with a bracket; one with comments of JavaScript would be misread as YAML.
  if (/^\s*[[{"]/.test(text) && (isJson(text) || commentIn(text))) {
    return { value: parseJson(text, asker), retyped: [] }
  }
  // Loaded by a module that imports it by name: a bundled `import()` of a CommonJS package has no names.
  const { readYaml } = await import('./yaml-document.js')
  const document = readYaml(text)
  if ('value' in document) return document
  throw new UsageError(`${asker}: not valid JSON or YAML: ${document.place}`, {
    code: 'usage.bad_document',
    hint: 'correct the file there; it may hold JSON or YAML',
    cause: document.fault,
  })
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
