import { isPlainObject } from '../../../base/value-path.js'
import { fault, type UnplacedFault } from '../fault.js'

/** A cell that a spreadsheet would carry out, or that it has put in the place of a value. */
const formula = /^[=+@-]\s*[A-Za-z_.]+\s*\(|^=.*\|/
const spreadsheetError = /^#(NAME\?|REF!|VALUE!|DIV\/0!|N\/A|NULL!|NUM!)$/

/** NUL, and half of a UTF-16 pair. */
const unstorable = /\0|\p{Surrogate}/u

/**
 * Faults of the texts anywhere in a value: NUL, which PostgreSQL cannot store, half of a UTF-16 pair, which is no
 * character, and, in a table, what a spreadsheet has left.
 */
export function textFaults(value: unknown, path: string, isTable: boolean): UnplacedFault[] {
  const faults: UnplacedFault[] = []
  walk(value, path, (text, at) => {
    const found = textFault(text, at, isTable)
    if (found) faults.push(found)
  })
  return faults
}

function textFault(text: string, at: string, isTable: boolean): UnplacedFault | undefined {
  if (unstorable.test(text)) {
    return text.includes('\0')
      ? fault('nul', `${at} has a NUL character, which Logto cannot store`, at)
      : fault('lone_surrogate', `${at} has half of a character (a lone surrogate)`, at)
  }
  if (!isTable || !/^[=+@#-]/.test(text)) return undefined
  if (formula.test(text)) return fault('formula', `${at} is a formula of a spreadsheet`, at)
  return spreadsheetError.test(text)
    ? fault('spreadsheet_error', `${at} is an error of a spreadsheet: ${text}`, at)
    : undefined
}

/** Whether a value has a whole number that Logto would round: its server computes with doubles. */
export function hasLongNumber(value: unknown): boolean {
  if (typeof value === 'bigint') return true
  if (Array.isArray(value)) return value.some(hasLongNumber)
  return isPlainObject(value) && Object.values(value).some(hasLongNumber)
}

function walk(value: unknown, path: string, look: (text: string, at: string) => void): void {
  if (typeof value === 'string') look(value, path)
  else if (typeof value === 'object' && value !== null) walkParts(value, path, look)
}

function walkParts(value: object, path: string, look: (text: string, at: string) => void): void {
  const isList = Array.isArray(value)
  for (const [name, item] of Object.entries(value)) {
    if (!isList) look(name, path)
    walk(item, isList ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`, look)
  }
}
