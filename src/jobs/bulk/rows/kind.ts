import { CsvReader, type CsvRecord } from './csv.js'
import { inputFault } from './row.js'

/** What an input is. */
export type Kind =
  | { form: 'csv' | 'tsv'; separator: ',' | ';' | '\t'; columns: readonly string[]; hasSepLine: boolean }
  /** One JSON object a line. */
  | { form: 'jsonl' }
  /** A JSON document: elements of a list, of a list in an object, or values one behind the other. */
  | { form: 'json'; depth: 0 | 1 | 2; list?: string }
  | { form: 'yaml'; lists?: readonly string[] }
  | { form: 'lines' }

/**
 * What an input is, by its first text, which holds at least its first line. `isColumn` tells a header of one column from
 * a plain line. Of JSON that begins with a brace only `jsonl` is told; the rest is for who has seen more. Throws a
 * UsageError for an empty input, and for a header that cannot be one.
 */
export function kindOf(first: string, isColumn: (name: string) => boolean): Kind | 'object' {
  const lines = first.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '')
  const [head, next] = lines
  if (head === undefined) throw inputFault('empty', 'the input is empty', 'is the file the right one?')
  const start = head.trimStart()
  if (start.startsWith('{')) return next?.trimStart().startsWith('{') && isWhole(start) ? { form: 'jsonl' } : 'object'
  if (start.startsWith('[')) return { form: 'json', depth: 1 }
  if (isYaml(lines)) return { form: 'yaml' }
  return delimited(first, isColumn) ?? { form: 'lines' }
}

/** Whether a line is a JSON value by itself, not the beginning of a document whose next line begins with a brace, too. */
function isWhole(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    // A line of its own that is damaged is a fault of its row; one that leaves a bracket open is no line of its own.
    return !/[[{,:]\s*$/.test(line)
  }
}

/** A document mark, a list, or a property that holds one; comments may stand before. */
function isYaml(lines: readonly string[]): boolean {
  if (lines[0]?.startsWith('%YAML')) return true
  const [head = '', next = ''] = lines.filter((line) => !line.trimStart().startsWith('#'))
  return /^(---(\s|$)|- |-$)/.test(head) || (/^[\w-]+:$/.test(head) && /^\s*- /.test(next))
}

function delimited(first: string, isColumn: (name: string) => boolean): Kind | undefined {
  const sepLine = /^sep=([,;\t])\r?\n?/i.exec(first)
  const text = sepLine ? first.slice(sepLine[0].length) : first
  const separator = (sepLine?.[1] as ',' | ';' | '\t' | undefined) ?? separatorOf(text)
  const header = firstRecord(text, separator ?? ',')
  if (!header) return undefined
  const names = header.cells.map((name) => name.trim())
  const [only = ''] = names
  if (names.length === 1 && !sepLine && !isColumn(only)) return undefined
  if (header.fault) throw inputFault('bad_header', `line ${header.line}: ${header.fault.message}`, 'check the header')
  refuseBadNames(names)
  const form = separator === '\t' ? 'tsv' : 'csv'
  return { form, separator: separator ?? ',', columns: names, hasSepLine: sepLine !== null }
}

/** The separator that stands most often in the first record, outside quotes. */
function separatorOf(text: string): ',' | ';' | '\t' | undefined {
  const unquoted = text.replace(/"[^"]*("|$)/g, '').split(/[\r\n]/)[0] ?? ''
  const counts = ([',', ';', '\t'] as const).map((one) => ({ one, count: unquoted.split(one).length - 1 }))
  const [best] = counts.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  return best?.one
}

/** Throws a UsageError where the header's quote is not closed in all of the text. */
function firstRecord(text: string, separator: ',' | ';' | '\t'): CsvRecord | undefined {
  const reader = new CsvReader(separator)
  return reader.push(text)[0] ?? reader.end()[0]
}

function refuseBadNames(names: readonly string[]): void {
  const empty = names.indexOf('')
  if (empty >= 0) {
    throw inputFault('unnamed_column', `column ${empty + 1} of the header has no name`, 'name it, or take it out')
  }
  const doubled = names.find((name, i) => names.indexOf(name) !== i)
  if (doubled !== undefined) {
    throw inputFault('doubled_column', `the header has the column ${doubled} twice`, 'rename or remove one of them')
  }
}
