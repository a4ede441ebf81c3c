import { isPlainObject } from '../../../base/value-path.js'
import { fault, type UnplacedFault } from '../fault.js'

/** A cell that a spreadsheet would carry out, or that it has put in the place of a value. */
const formula = /^[=+@-]\s*[A-Za-z_.]+\s*\(|^=.*\|/
const spreadsheetError = /^#(NAME\?|REF!|VALUE!|DIV\/0!|N\/A|NULL!|NUM!)$/

/**
 * Faults of the texts anywhere in a value: NUL, which PostgreSQL cannot store, half of a UTF-16 pair, which is no
 * character, and, in a table, what a spreadsheet has left.
 */
export function textFaults(value: unknown, path: string, isTable: boolean): UnplacedFault[] {
  const faults: UnplacedFault[] = []
  walk(value, path, (text, at) => {
    if (text.includes('\0')) faults.push(fault('nul', `${at} has a NUL character, which Logto cannot store`, at))
    else if (/\p{Surrogate}/u.test(text))
      faults.push(fault('lone_surrogate', `${at} has half of a character (a lone surrogate)`, at))
    else if (isTable && formula.test(text)) faults.push(fault('formula', `${at} is a formula of a spreadsheet`, at))
    else if (isTable && spreadsheetError.test(text))
      faults.push(fault('spreadsheet_error', `${at} is an error of a spreadsheet: ${text}`, at))
  })
  return faults
}

/** Whether a value has a whole number that Logto would round: its server computes with doubles. */
export function hasLongNumber(value: unknown): boolean {
  if (typeof value === 'bigint') return true
  if (Array.isArray(value)) return value.some(hasLongNumber)
  return isPlainObject(value) && Object.values(value).some(hasLongNumber)
}

function walk(value: unknown, path: string, look: (text: string, at: string) => void): void {
  if (typeof value === 'string') look(value, path)
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, `${path}[${i}]`, look)
  else if (isPlainObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      look(name, path)
      walk(item, `${path}.${name}`, look)
    }
  }
}
