import { exactJson } from '../../base/exact-json.js'
import { harmlessJson } from './harmless.js'

/** One compact line, without its line break. */
export function jsonLine(value: unknown, isTTY: boolean): string {
  return finished(exactJson(value), isTTY)
}

/** A document of its own, indented for people and ending in a line break. */
export function jsonDocument(value: unknown, isTTY: boolean): string {
  return `${finished(exactJson(value, 2), isTTY)}\n`
}

/** The same document of a list in pieces: a long list in one string could outgrow what a string can hold. */
export function* jsonArray(rows: readonly unknown[], isTTY: boolean): Generator<string> {
  let text = rows.length === 0 ? '[' : '[\n'
  for (const [index, row] of rows.entries()) {
    const indented = finished(exactJson(row, 2), isTTY).replaceAll('\n', '\n  ')
    text += `  ${indented}${index < rows.length - 1 ? ',' : ''}\n`
    if (text.length < pieceLength) continue
    yield text
    text = ''
  }
  yield `${text}]\n`
}

const pieceLength = 65_536

/** `JSON.stringify` gives undefined for what JSON cannot say. */
function finished(json: string | undefined, isTTY: boolean): string {
  return isTTY ? harmlessJson(json ?? 'null') : (json ?? 'null')
}
