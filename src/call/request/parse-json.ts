import { UsageError } from '../../base/errors.js'
import { parseExact } from '../../base/exact-json.js'
import { jsonFacts } from '../../base/json-tokens.js'
import { placeOf } from './decode.js'
import { deepest, tooDeep } from './sendable.js'

/**
 * Parses JSON given by `asker` (a flag's name). Throws a UsageError that says where the text breaks, and for a name
 * that an object has twice, of which one value would be lost.
 */
export function parseJson(text: string, asker: string): unknown {
  const { depth, doubled } = jsonFacts(text)
  if (depth > deepest) throw tooDeep(asker)
  let value: unknown
  try {
    value = parseExact(text)
  } catch (error) {
    const { fault, hint } = jsonFault(text, error as Error)
    throw new UsageError(`${asker}: not valid JSON: ${fault}`, { code: 'usage.bad_json', hint, cause: error })
  }
  if (doubled) {
    throw new UsageError(
      `${asker}: ${doubled.name} stands twice in one object: ${placeOf(text.slice(0, doubled.at))}`,
      {
        code: 'usage.doubled_name',
        hint: 'leave one of the two out',
      },
    )
  }
  return value
}

/** V8's message repeats the text, which may hold a secret: only the place is kept. */
function jsonFault(text: string, error: Error): { fault: string; hint: string } {
  const elsewhere = 'put the JSON in single quotes, or in a file and give @FILE'
  if (text.trim() === '') return { fault: 'it is empty', hint: elsewhere }
  const comment = commentIn(text)
  if (comment) return { fault: comment, hint: 'take the comment out; YAML in a file may have comments, with #' }
  const trimmed = text.trim()
  if (trimmed.startsWith("'") && trimmed.endsWith("'")) {
    return {
      fault: 'single quotes stand around it',
      hint: 'cmd.exe keeps them: write "{\\"name\\":\\"x\\"}", or put the JSON in a file and give @FILE',
    }
  }
  if (/^[[{].*[\]}]$/s.test(trimmed) && !/["']/.test(trimmed)) {
    return {
      fault: 'there are no quotes in it',
      hint: 'Windows PowerShell takes them away: write \'{\\"name\\":\\"x\\"}\', or put the JSON in a file and give @FILE',
    }
  }
  const at = /at position (\d+)/.exec(error.message)?.[1]
  if (at === undefined) return { fault: 'it ends too early, or is not JSON at all', hint: elsewhere }
  return { fault: placeOf(text.slice(0, Number(at))), hint: elsewhere }
}

/**
 * A comment as JavaScript writes it, and where it is: JSON has none, and YAML would take it for text. Slashes inside a
 * text, and those that a name's colon leads to (`path: //host`), are none.
 */
export function commentIn(text: string): string | undefined {
  for (const { 0: token, 1: before, index } of text.matchAll(
    /"[^"\\]*(?:\\.[^"\\]*)*"|(^|[\s,[\]{}])(?:\/\/|\/\*)/gs,
  )) {
    if (before === undefined || /:\s*$/.test(text.slice(0, index + before.length))) continue
    return `${token.slice(before.length)} begins a comment: ${placeOf(text.slice(0, index + before.length))}`
  }
  return undefined
}
