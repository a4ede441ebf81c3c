import type { Row } from '../../bulk/rows/row.js'
import type { Fault, UnplacedFault } from '../fault.js'
import type { People } from '../input/open-people.js'
import type { SourceRow } from '../input/source-row.js'
import { applyMapping } from '../map/apply-mapping.js'
import type { Rule } from '../map/mapping.js'
import { newPerson, type Person } from '../person.js'
import { Reading } from '../sources/reading.js'
import type { SourceContext } from '../sources/source.js'
import type { Trail } from '../sources/trail.js'
import type { ImportWishes } from '../wishes.js'
import { checkPerson, keysOf } from './check-person.js'
import { joinLine } from './one-person.js'
import type { Repeats } from './repeats.js'

/** A person of one or several rows, as it would be sent, or why it cannot be. */
export interface Checked {
  /** 1-based numbers of the rows, the first one first: by it shards take persons. */
  numbers: number[]
  /** 1-based lines that the rows begin on. */
  lines: number[]
  person: Person
  /** Not empty: the person is refused, with all of its rows. */
  faults: Fault[]
  /** The rows as the engine reads them, of CSV and JSON Lines alone: for all else see `logtoRow`, and `written`. */
  rows: Row[]
  /** How the row was written, where it could not be understood. */
  written?: string | undefined
}

export interface CheckOptions {
  people: People
  wishes: ImportWishes
  context: SourceContext
  rules: readonly Rule[]
  trail: Trail
}

/**
 * All people of a file, each at its last row. What is held meanwhile are people whose rows are not all read yet. Rows that
 * contradict the person that they belong to by an identifier are refused by themselves; any other fault of a row refuses
 * its person, so that nobody is made without a part of what the file says.
 */
export async function* checkedPeople(options: CheckOptions, repeats: Repeats): AsyncGenerator<Checked> {
  const held = new Map<number, Checked>()
  const columns = new Set(options.people.columns)
  for await (const rows of options.people.pieces()) {
    for (const row of rows) {
      const one = checkedRow(row, options, columns)
      const number = row.number
      const first = repeats.firstOf(number)
      const root = first ?? number
      const last = repeats.lastOf(root)
      if (last === undefined) {
        yield one
        continue
      }
      const whole = held.get(root)
      if (first === undefined || !whole) held.set(root, one)
      else if (!takeIn(whole, one, repeats.torn.has(number), options.wishes.keepRest)) yield one
      if (number === last) {
        const done = held.get(root)
        held.delete(root)
        if (done) yield done
      }
    }
  }
}

function checkedRow(row: SourceRow, options: CheckOptions, columns: ReadonlySet<string>): Checked {
  const { number, line, values, fault, written } = row
  const as = (person: Person, faults: Fault[]): Checked => ({
    numbers: [number],
    lines: [line],
    rows: row.row ? [row.row] : [],
    written,
    person,
    faults,
  })
  if (fault) return as(newPerson(), [{ row: number, ...fault }])
  const place = (one: UnplacedFault): Fault => ({ row: number, line, ...one })
  if (Object.keys(values).length === 0) {
    return as(newPerson(), [place({ code: 'person.empty_row', message: 'the row is empty' })])
  }
  const { people, wishes, context, rules, trail } = options
  const shaped = people.source.shape?.(values) ?? { values }
  const reading = new Reading(shaped.values, trail, shaped.names, columns)
  people.source.read(reading, context)
  applyMapping(rules, reading, context)
  const person = reading.finish()
  if (person.leftOut !== undefined) return as(person, [])
  const isTable = people.kind !== undefined && 'columns' in people.kind
  return as(person, checkPerson(person, wishes, isTable).map(place))
}

/** Adds a further row to its person; a row that contradicts it gets a fault instead, and false is returned. */
function takeIn(whole: Checked, one: Checked, isTorn: boolean, withRest: boolean): boolean {
  const shared = keysOf(one.person).find((key) => keysOf(whole.person).includes(key)) ?? 'an identifier'
  const contradiction = isTorn ? undefined : joinLine(whole.person, one.person, withRest)
  if (isTorn || contradiction !== undefined) {
    const [line = 0, number = 0] = [one.lines[0], one.numbers[0]]
    const another = isTorn ? 'an identifier of another line' : `another ${contradiction}`
    const message = `it has the ${shared} of line ${whole.lines[0]}, and ${another}`
    one.faults.push({ row: number, line, code: 'person.doubled', message, column: contradiction })
    return false
  }
  whole.numbers.push(...one.numbers)
  whole.lines.push(...one.lines)
  whole.rows.push(...one.rows)
  whole.faults.push(...one.faults)
  return true
}
