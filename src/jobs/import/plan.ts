import type { Checked } from './check/checked-people.js'
import type { Fault } from './fault.js'
import type { Address } from './person.js'

/** How many people something is true of, and an example. */
export interface Counted {
  what: string
  people: number
}

/** Faults of one kind. */
export interface FaultGroup {
  code: string
  rows: number
  /** The first of them. */
  first: Fault[]
}

/** What an import is about to do, in figures. */
export interface Plan {
  source: { name: string; title: string; isFound: boolean }
  /** Rows read, people to be created, and those who are not. */
  rows: number
  people: number
  /** People of several rows. */
  joined: number
  refusedRows: number
  refusedPeople: number
  leftOut: Counted[]
  /** Where each column goes. */
  columns: { column: string; targets: string[]; rows: number }[]
  passwords: {
    /** With a digest that Logto can check, by algorithm. */
    digests: Counted[]
    plain: number
    /** The source has none. */
    none: number
    /** There is one, and Logto cannot check it: by reason. */
    impossible: (Counted & { code: string })[]
  }
  unverified: Record<Address, number>
  suspended: number
  totp: number
  /** By the target of Logto's connector. */
  identities: Counted[]
  roles: Counted[]
  /** Organizations, and the roles in them that occur. */
  organizations: (Counted & { roles: string[] })[]
  /** What was changed on the way. */
  changes: Counted[]
  /** Columns without a place in Logto, and whether they are kept in customData. */
  rest: Counted[]
  isRestKept: boolean
  faults: { rows: number; groups: FaultGroup[]; first: Fault[] }
  notes: string[]
  /** What must be chosen before anything is sent: exit 2 without. */
  needs: { flag: string; why: string }[]
}

/** How many faults a plan names, in all and of each kind; the others are counted, and the file of failed rows has all. */
const named = { inAll: 1000, ofKind: 5 }

/** Counts people one by one, in memory that does not grow with them. */
export class Tally {
  rows = 0
  people = 0
  joined = 0
  refusedRows = 0
  refusedPeople = 0
  plain = 0
  none = 0
  suspended = 0
  totp = 0
  readonly unverified: Record<Address, number> = { primaryEmail: 0, primaryPhone: 0 }
  readonly leftOut = new Map<string, number>()
  readonly digests = new Map<string, number>()
  readonly impossible = new Map<string, { code: string; people: number }>()
  readonly identities = new Map<string, number>()
  readonly roles = new Map<string, number>()
  readonly organizations = new Map<string, { people: number; roles: Set<string> }>()
  readonly changes = new Map<string, number>()
  readonly rest = new Map<string, number>()
  readonly faults: Fault[] = []
  readonly faultGroups = new Map<string, FaultGroup>()

  add({ numbers, person, faults }: Checked): void {
    this.rows += numbers.length
    // Of refused rows as well: they are to be mended and given back.
    if (person.leftOut === undefined) for (const address of person.unverified) this.unverified[address] += 1
    if (person.leftOut !== undefined) count(this.leftOut, person.leftOut)
    else if (faults.length > 0) this.refuse(numbers.length, faults)
    else this.addPerson(person, numbers.length)
  }

  private addPerson(person: Checked['person'], rows: number): void {
    this.people += 1
    if (rows > 1) this.joined += 1
    this.addPassword(person.password)
    if (person.isSuspended === true) this.suspended += 1
    if (person.totpSecret !== undefined) this.totp += 1
    for (const target of Object.keys(person.identities)) count(this.identities, target)
    for (const role of person.roles) count(this.roles, role)
    for (const { organization, roles } of person.organizations) this.addMembership(organization, roles)
    for (const change of new Set(person.changes)) count(this.changes, change)
    for (const column of person.restColumns) count(this.rest, column)
  }

  private refuse(rows: number, faults: readonly Fault[]): void {
    this.refusedRows += rows
    this.refusedPeople += 1
    for (const fault of faults) {
      if (this.faults.length < named.inAll) this.faults.push(fault)
      const group = this.faultGroups.get(fault.code) ?? { code: fault.code, rows: 0, first: [] }
      group.rows += 1
      if (group.first.length < named.ofKind) group.first.push(fault)
      this.faultGroups.set(fault.code, group)
    }
  }

  private addPassword(password: Checked['person']['password']): void {
    if (password.as === 'digest') count(this.digests, password.algorithm)
    else if (password.as === 'plain') this.plain += 1
    else if (password.as === 'impossible') {
      const known = this.impossible.get(password.why) ?? { code: password.code, people: 0 }
      known.people += 1
      this.impossible.set(password.why, known)
    } else this.none += 1
  }

  private addMembership(organization: string, roles: readonly string[]): void {
    const known = this.organizations.get(organization) ?? { people: 0, roles: new Set<string>() }
    known.people += 1
    for (const role of roles) known.roles.add(role)
    this.organizations.set(organization, known)
  }
}

/** Counts as the plan gives them: the most frequent first. */
export function counted(counts: ReadonlyMap<string, number>): Counted[] {
  return [...counts].map(([what, people]) => ({ what, people })).sort(byPeople)
}

export const byPeople = (a: Counted, b: Counted) => b.people - a.people

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}
