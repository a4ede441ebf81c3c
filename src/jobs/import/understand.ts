/**
 * The understanding half of `logto users import`: from an opened file to people as they would be sent, and the plan.
 *
 *     const people = await openPeople({ input, from, encoding, hasMap })
 *     const context = await besideFile(people, { hashes, firebaseParams, map })   // texts and rows of other files
 *     const { plan, checked } = await understand(people, wishes, context)
 *     // show `plan` (planText); stop with exit 2 on plan.needs, and on plan.faults without --skip-invalid
 *     for await (const one of checked()) …   // people as they are to be sent, and refused rows for --failed
 *     await people.close()
 *
 * Nothing is sent and no tenant is asked. `checked` may be called as often as it takes, and gives the same each time.
 */

import { HashedMap } from '../../base/hashed.js'
import { many } from '../../base/many.js'
import { keysOf } from './check/check-person.js'
import { type Checked, checkedPeople } from './check/checked-people.js'
import { Repeats } from './check/repeats.js'
import type { UnplacedFault } from './fault.js'
import type { People } from './input/open-people.js'
import type { Rule } from './map/mapping.js'
import type { Person } from './person.js'
import { byPeople, counted, type Plan, Tally } from './plan.js'
import { pairwiseTargets } from './sources/providers.js'
import type { SourceContext } from './sources/source.js'
import { goesNowhere, Trail } from './sources/trail.js'
import type { ImportWishes } from './wishes.js'

/** What was read beside the file of people. */
export type Beside = Pick<SourceContext, 'hashes' | 'firebase'> & { rules?: readonly Rule[]; now?: number }

export interface Understanding {
  plan: Plan
  /** All people of the file, refused ones too, each at its last row. */
  checked(): AsyncGenerator<Checked>
  /** The same with further faults, such as names that a tenant does not have: reads the file once more. */
  judged(judge: (person: Person) => UnplacedFault[]): Promise<Understanding>
}

/**
 * Reads all of a file and says what its import would do. A second time it reads only where several rows are of one
 * person. Throws a UsageError for what makes the whole file unusable.
 */
export async function understand(people: People, wishes: ImportWishes, beside: Beside = {}): Promise<Understanding> {
  const { rules = [], now = Date.now(), ...files } = beside
  const context: SourceContext = { ...files, now, scryptAsFirebase: wishes.scryptAsFirebase }
  const run = (repeats: Repeats, trail: Trail) => checkedPeople({ people, wishes, context, rules, trail }, repeats)

  const repeats = new Repeats()
  let trail = new Trail()
  let tally = await withRepeatsFound(run(new Repeats(), trail), repeats)
  if (!repeats.isEmpty) {
    trail = new Trail()
    tally = new Tally()
    for await (const one of run(repeats, trail)) tally.add(one)
  }
  const understanding = (by: Tally, checked: () => AsyncGenerator<Checked>): Understanding => ({
    plan: planOf(people, wishes, by, trail, context),
    checked,
    judged: async (judge) => {
      const again = () => judged(checked(), judge)
      const counts = new Tally()
      for await (const one of again()) counts.add(one)
      return understanding(counts, again)
    },
  })
  return understanding(tally, () => run(repeats, new Trail()))
}

async function* judged(
  all: AsyncGenerator<Checked>,
  judge: (person: Person) => UnplacedFault[],
): AsyncGenerator<Checked> {
  for await (const one of all) {
    const [row = 0, line = 0] = [one.numbers[0], one.lines[0]]
    const isFine = one.faults.length === 0 && one.person.leftOut === undefined
    yield isFine ? { ...one, faults: judge(one.person).map((fault) => ({ row, line, ...fault })) } : one
  }
}

/** Counts each row as a person of its own, and finds those that are not. */
async function withRepeatsFound(rows: AsyncGenerator<Checked>, repeats: Repeats): Promise<Tally> {
  const [tally, firstRows] = [new Tally(), new HashedMap()]
  for await (const one of rows) {
    tally.add(one)
    const [number = 0] = one.numbers
    if (one.person.leftOut !== undefined) continue
    const earlier = keysOf(one.person).map((key) => firstRows.add(key, number))
    const known = new Set(
      earlier.filter((row) => row !== 0 && row !== number).map((row) => repeats.firstOf(row) ?? row),
    )
    const [first] = known
    if (first === undefined) continue
    repeats.add(number, first)
    if (known.size > 1) repeats.torn.add(number)
  }
  repeats.close()
  return tally
}

function planOf(people: People, wishes: ImportWishes, tally: Tally, trail: Trail, context: SourceContext): Plan {
  const { name, title } = people.source
  const { unverified } = tally
  return {
    source: { name, title, isFound: people.isFound },
    ...{
      rows: tally.rows,
      people: tally.people,
      joined: tally.joined,
      refusedRows: tally.refusedRows,
      refusedPeople: tally.refusedPeople,
    },
    leftOut: counted(tally.leftOut),
    columns: columnsOf(people.columns, trail),
    passwords: {
      digests: counted(tally.digests),
      plain: tally.plain,
      none: tally.none,
      impossible: [...tally.impossible]
        .map(([what, { code, people: many }]) => ({ what, code, people: many }))
        .sort(byPeople),
    },
    unverified,
    ...{ suspended: tally.suspended, totp: tally.totp },
    identities: counted(tally.identities),
    roles: counted(tally.roles),
    organizations: [...tally.organizations]
      .map(([what, { people: many, roles }]) => ({ what, people: many, roles: [...roles] }))
      .sort(byPeople),
    changes: counted(tally.changes),
    rest: counted(tally.rest),
    isRestKept: wishes.keepRest,
    faults: {
      rows: tally.refusedRows,
      groups: [...tally.faultGroups.values()].sort((a, b) => b.rows - a.rows),
      first: tally.faults,
    },
    notes: notesOf(people, tally, context),
    needs: needsOf(wishes, tally),
  }
}

/** In the order of the header, where there is one; what only some rows have follows. */
function columnsOf(header: readonly string[], trail: Trail): Plan['columns'] {
  // Of `user_metadata.lang` a source may know the root alone.
  const own = header.filter((name) => trail.columns.has(name) || !trail.columns.has(name.split('.')[0] ?? ''))
  const names = new Set([...own, ...trail.columns.keys()])
  return [...names].map((column) => {
    const { targets = new Set([goesNowhere.empty]), rows = 0 } = trail.columns.get(column) ?? {}
    return { column, targets: [...targets], rows }
  })
}

function needsOf({ unverified }: ImportWishes, { unverified: { primaryEmail, primaryPhone } }: Tally): Plan['needs'] {
  if (unverified !== undefined || primaryEmail + primaryPhone === 0) return []
  const why = `${many(primaryEmail + primaryPhone, 'address is', 'addresses are')} known to be unconfirmed, and Logto counts every address as confirmed: whoever has such an address could take over the account`
  return [{ flag: '--unverified keep|drop|custom-data', why }]
}

function notesOf(people: People, tally: Tally, { hashes }: SourceContext): string[] {
  const notes = [...(people.source.notes ?? [])]
  if (people.isPartial)
    notes.unshift('The file is one page of several: it says that there are more people than it holds.')
  if (hashes && hashes.left > 0)
    notes.push(`${many(hashes.left, 'hash of --hashes belongs', 'hashes of --hashes belong')} to nobody in the file.`)
  const pairwise = [...tally.identities.keys()].filter((target) => pairwiseTargets.has(target))
  if (tally.digests.has('Bcrypt')) {
    notes.push(
      'Logto refuses bcrypt for passwords of more than 72 bytes, which other systems cut: who has one must reset it.',
    )
  }
  if (tally.identities.size > 0) notes.push('A social identity signs in once Logto has a connector with its target.')
  if (pairwise.length > 0) {
    notes.push(
      `Identities of ${pairwise.join(' and ')} hold only where Logto's connector has the client ID that the source has.`,
    )
  }
  return notes
}
