import type { PrintOptions } from './answer.js'
import { jsonArray, jsonDocument, jsonLine } from './json-text.js'

type Place = Pick<PrintOptions, 'format' | 'terminal'>

/** A JSON value as one document: YAML, one line of jsonl, and JSON in every other format. */
export async function documentText(value: unknown, { format, terminal }: Place): Promise<string> {
  if (format === 'jsonl') return `${jsonLine(value, terminal.isTTY)}\n`
  if (format !== 'yaml') return jsonDocument(value, terminal.isTTY)
  const { yamlDocument } = await import('./yaml-text.js')
  return yamlDocument(value)
}

/** The JSON or YAML document of a list, in pieces. */
export async function* listTexts(rows: readonly unknown[], place: Place): AsyncGenerator<string> {
  if (place.format !== 'yaml') yield* jsonArray(rows, place.terminal.isTTY)
  else if (rows.length === 0) yield await documentText(rows, place)
  else
    for (let start = 0; start < rows.length; start += 100)
      yield await documentText(rows.slice(start, start + 100), place)
}
