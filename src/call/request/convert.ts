import { UsageError } from '../../base/errors.js'
import { parseExact } from '../../base/exact-json.js'
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

/** Parses JSON given by `asker` (a flag's name). Throws a UsageError that says where the text breaks. */
export function parseJson(text: string, asker: string): unknown {
  try {
    return parseExact(text)
  } catch (error) {
    throw new UsageError(`${asker}: not valid JSON: ${jsonFault(text, error as Error)}`, {
      code: 'usage.bad_json',
      hint: `put the JSON in single quotes, or in a file and give @FILE`,
      cause: error,
    })
  }
}

/** V8's message repeats the text, which may hold a secret: only the place is kept. */
function jsonFault(text: string, error: Error): string {
  if (text.trim() === '') return 'it is empty'
  const at = /at position (\d+)/.exec(error.message)?.[1]
  if (at === undefined) return 'it ends too early, or is not JSON at all'
  const before = text.slice(0, Number(at)).split('\n')
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

/** Parses a document in JSON or YAML, as a file may hold. YAML tags and aliases beyond the core schema are refused. */
export async function parseDocument(text: string, asker: string): Promise<unknown> {
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
  if (/^\s*[[{"]/.test(text)) {
    try {
      return parseExact(text)
    } catch {
      // A flow mapping of YAML also begins with a bracket.
    }
  }
  // Loaded by a module that imports it by name: a bundled `import()` of a CommonJS package has no names.
  const { readYaml } = await import('./yaml-document.js')
  const document = readYaml(text)
  if ('value' in document) return document.value
  throw new UsageError(`${asker}: not valid JSON or YAML: ${document.place}`, {
    code: 'usage.bad_document',
    hint: 'correct the file; `--body @FILE` takes JSON or YAML',
    cause: document.fault,
  })
}
