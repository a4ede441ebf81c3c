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

/**
 * A person with all that is asked for; undefined for somebody who was deleted meanwhile. A server that is away for a
 * while is waited for.
 */
export async function wholePerson(
  person: ListedPerson,
  { relations, records }: Beside,
  operations: Operations,
  context: StepContext,
): Promise<ExportedPerson | undefined> {
  const more: Record<string, unknown> = {}
  for (const { name, known } of relations) more[name] = known(person)
  const toAsk = relations.filter(({ name }) => more[name] === undefined)
  if (toAsk.length + records.length === 0) return { ...person, ...more }
  const read = async () => {
    for (const { name, ask } of toAsk) more[name] = await ask(person)
    for (const name of records) more[recordColumns[name]] = await readRecords[name](person.id, operations)
  }
  // Nothing is lost by reading twice.
  const result = await carryOut({ key: person.id, send: read, lookUp: async () => ({ as: 'undone' }) }, context)
  if (result.as === 'done') return { ...person, ...more }
  if (result.error instanceof NotFoundError) return undefined
  throw result.error
}
