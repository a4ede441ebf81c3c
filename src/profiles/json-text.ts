import type { JSONPath, ParseError } from 'jsonc-parser'
import { UsageError } from '../errors.js'

/**
 * The value of a JSON file that this program wrote and a person may have edited. Throws a UsageError that names the
 * path and the line. The engine's own message is not passed on, since it quotes the text, which may hold secrets.
 */
export async function parseJsonFile(text: string, path: string, hint: string): Promise<unknown> {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(plain)
  } catch {
    const { parse, printParseErrorCode } = await import('jsonc-parser')
    const errors: ParseError[] = []
    parse(plain, errors, { disallowComments: true })
    const [first] = errors
    const what = first ? printParseErrorCode(first.error) : 'InvalidSyntax'
    const words = what.replace(/\B[A-Z]/g, (letter) => ` ${letter}`).toLowerCase()
    throw new UsageError(`${path}:${lineAt(plain, first?.offset ?? 0)}: this is not JSON (${words})`, {
      code: 'config.bad_json',
      hint,
    })
  }
}

/** The line, counted from 1, on which the value at `place` stands; of the nearest value around it that is there. */
export async function lineOf(text: string, place: JSONPath): Promise<number> {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser')
  const tree = parseTree(text)
  for (let depth = place.length; tree && depth > 0; depth -= 1) {
    const node = findNodeAtLocation(tree, place.slice(0, depth))
    if (node) return lineAt(text, node.offset)
  }
  return 1
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
