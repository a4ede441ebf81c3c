import { commaSeparated, isFormula } from '../../call/output/delimited.js'
import { harmless } from '../../call/output/harmless.js'
import { jsonLine } from '../../call/output/json-text.js'
import type { Terminal } from '../../call/output/terminal.js'
import type { Form } from './wishes.js'

export type ExportedPerson = Readonly<Record<string, unknown>>

/** Turns people into the text of a file, some at a time. */
export interface PeopleText {
  rows(people: readonly ExportedPerson[]): string
  end(): string
}

/** Columns of a list's rows, in this order, whatever a release of Logto adds behind them. */
const usual = [
  ...['id', 'username', 'primaryEmail', 'primaryPhone', 'name', 'avatar', 'profile', 'customData', 'identities'],
  ...['isSuspended', 'hasPassword', 'lastSignInAt', 'createdAt', 'updatedAt'],
]

/** Column of the names of those whose cell got a `'` in front, so that a spreadsheet does not run it. */
export const defusedColumn = '_defused'

export interface TextOptions {
  /** Columns that every person has beside what a list answers. */
  more: readonly string[]
  /** Cells that a spreadsheet would run are defused. */
  csvSafe: boolean
  /** Where it is shown; what no terminal must get is escaped. */
  terminal: Terminal
}

export function peopleText(form: Form, options: TextOptions): PeopleText {
  const line = (one: ExportedPerson) => jsonLine(one, options.terminal.isTTY)
  if (form === 'jsonl') return { rows: (people) => people.map((one) => `${line(one)}\n`).join(''), end: () => '' }
  return form === 'json' ? jsonText(line) : csvText(options)
}

function jsonText(line: (one: ExportedPerson) => string): PeopleText {
  let isBegun = false
  return {
    rows(people) {
      const before = isBegun ? ',\n' : '[\n'
      if (people.length > 0) isBegun = true
      return people.length === 0 ? '' : before + people.map(line).join(',\n')
    },
    end: () => (isBegun ? '\n]\n' : '[]\n'),
  }
}

function csvText({ more, csvSafe, terminal }: TextOptions): PeopleText {
  const shown = (text: string) => (terminal.isTTY ? harmless(text) : text)
  let format: ReturnType<typeof commaSeparated> | undefined
  const opened = (first: ExportedPerson = {}) => {
    const last = csvSafe ? [...more, defusedColumn] : more
    const found = Object.keys(first).filter((name) => !usual.includes(name) && !last.includes(name))
    return commaSeparated({
      ...{ format: 'csv', columns: [...usual, ...found, ...last], csvSafe, showSecrets: true, reveals: true, terminal },
    })
  }
  return {
    rows(people) {
      if (people.length === 0) return ''
      format ??= opened(people[0])
      return shown(format.page(csvSafe ? people.map(withDefused) : people))
    },
    // A header alone, where there is nobody.
    end: () => (format === undefined ? opened().page([]) : ''),
  }
}

function withDefused(person: ExportedPerson): ExportedPerson {
  const names = Object.entries(person).filter(([, value]) => typeof value === 'string' && isFormula(value))
  return names.length === 0 ? person : { ...person, [defusedColumn]: names.map(([name]) => name).join('|') }
}
