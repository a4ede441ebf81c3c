import type { DocumentNode, ValueNode } from '@humanwhocodes/momoa'
import { UsageError } from '../../base/errors.js'

/**
 * The value of a JSON file that this program wrote and a person may have edited. Throws a UsageError that names the
 * path and the line. The engine's own message is not passed on: it quotes the text, which may hold secrets.
 */
export async function parseJsonFile(text: string, path: string, hint: string): Promise<unknown> {
  const plain = text.replace(/^\uFEFF/, '')
  try {
    return JSON.parse(plain)
  } catch (error) {
    const line = await lineOfMistake(plain, String(error))
    throw new UsageError(`${path}:${line}: this is not JSON`, { code: 'config.bad_json', hint })
  }
}

/** The engine names a position for some mistakes only; the parser with positions lets control characters pass. */
async function lineOfMistake(text: string, engineMessage: string): Promise<number> {
  const { parse } = await import('@humanwhocodes/momoa')
  try {
    parse(text)
  } catch (error) {
    if (error instanceof Error && 'line' in error && typeof error.line === 'number') return error.line
  }
  const position = /at position (\d+)/.exec(engineMessage)?.[1]
  return text.slice(0, Number(position ?? 0)).split('\n').length
}

/** The line, counted from 1, of the value at `place` in a valid JSON text; of the nearest one around it that is there. */
export async function lineOf(text: string, place: readonly string[]): Promise<number> {
  const { parse } = await import('@humanwhocodes/momoa')
  const document: DocumentNode = parse(text.replace(/^\uFEFF/, ''))
  let node: ValueNode = document.body
  for (const name of place) {
    const members = node.type === 'Object' ? node.members : []
    const inner = members.find((member) => member.name.type === 'String' && member.name.value === name)
    if (!inner) break
    node = inner.value
  }
  return node.loc.start.line
}
