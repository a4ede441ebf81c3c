import { NotFoundError } from '../../base/errors.js'
import { carryOut, type StepContext } from '../bulk/run/carry-out.js'
import type { Operations } from '../bulk/run/operations.js'
import type { HeldRelations } from './held-relations.js'
import type { ExportedPerson } from './people-text.js'
import { type Records, readRecords, recordColumns } from './records.js'

/** A person as the list of users shows it. */
export interface ListedPerson extends Record<string, unknown> {
  id: string
  createdAt?: number
}

/** What belongs to people beside what a list shows. */
export interface Beside {
  relations: readonly HeldRelations[]
  records: readonly Records[]
}

/** Everybody is asked for, and nobody is known without. */
export function asksEverybody({ relations, records }: Beside): boolean {
  return records.length > 0 || relations.some(({ isAsked }) => isAsked)
}

/** Gives people all that is asked for. Who was deleted meanwhile is not among them. */
export async function wholePeople(
  people: readonly ListedPerson[],
  ...parts: [Beside, Operations, StepContext]
): Promise<readonly ExportedPerson[]> {
  const whole: ExportedPerson[] = []
  for (const person of people) {
    const isThere = isKnown(person, parts[0]) || (await isAsked(person, ...parts))
    if (isThere) whole.push(person)
  }
  return whole
}

/** Gives a person all that is asked for if that is known, and says whether it is. */
function isKnown(person: ListedPerson, { relations, records }: Beside): boolean {
  const held = relations.map(({ known }) => known(person))
  if (records.length > 0 || held.includes(undefined)) return false
  for (const [at, { name }] of relations.entries()) person[name] = held[at]
  return true
}

/** Asks for what is not known of a person; says whether it is still there. A server that is away for a while is waited for. */
async function isAsked(
  person: ListedPerson,
  { relations, records }: Beside,
  operations: Operations,
  context: StepContext,
): Promise<boolean> {
  const { id } = person
  const read = async () => {
    for (const { name, known, ask } of relations) person[name] = known(person) ?? (await ask(person))
    for (const name of records) person[recordColumns[name]] = await readRecords[name](id, operations)
  }
  // Nothing is lost by reading twice.
  const result = await carryOut({ key: id, send: read, lookUp: async () => ({ as: 'undone' }) }, context)
  if (result.as === 'done') return true
  if (result.error instanceof NotFoundError) return false
  throw result.error
}
