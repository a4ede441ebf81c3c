import { type CliFailure, RefusedError } from '../../../base/errors.js'
import type { StepContext, StepResult } from '../../bulk/run/carry-out.js'
import type { Operations } from '../../bulk/run/operations.js'
import type { Checked } from '../check/checked-people.js'
import type { Person } from '../person.js'
import type { Earlier } from './earlier.js'
import { changesOf, type Existing } from './existing.js'
import type { KeepIds } from './keep-ids.js'
import { type Creation, PersonSteps } from './person-steps.js'
import { wantedOf } from './relation.js'
import type { Relations } from './relations.js'
import type { TenantNames } from './tenant-names.js'
import { givenIdentifiers, type Identifier, type User } from './user.js'

/** What became of a person, up to what is given to many at once. */
export type Outcome =
  | {
      as: 'created' | 'updated'
      id: string
      /** Why steps behind the creation were refused. */
      failures: CliFailure[]
      /** Identifiers that differ and were kept. */
      kept: Identifier[]
      /** A password of somebody who existed was not touched. */
      keptPassword: boolean
    }
  | { as: 'existed' }
  | { as: 'failed' | 'unclear'; error: CliFailure }

/** What becomes of somebody who is there already. */
export interface ExistingWishes {
  onExisting: 'fail' | 'skip' | 'update'
  changeIdentifiers: boolean
}

/** Parts of a run that all people share. */
export interface PeopleParts {
  operations: Operations
  names: TenantNames
  existing: Existing
  relations: Relations
  keepIds: KeepIds
  earlier: Earlier | undefined
  wishes: ExistingWishes
}

/** Brings people into the tenant, one by one. */
export class PersonWork {
  /** People without an identifier go one after the other: only one of them can be unclear at a time. */
  private alone: Promise<unknown> = Promise.resolve()
  /** Rows of people who are to be suspended and are not yet. */
  readonly active = new Set<number>()

  constructor(private readonly parts: PeopleParts) {}

  /**
   * Creates or updates a person, suspends at once who is to be, adds social identities and a TOTP secret, and hands on
   * what is given to many. Throws a RunStopped when the run cannot go on, and an InterruptedError.
   */
  async perform({ numbers, person }: Checked, context: StepContext): Promise<Outcome> {
    const { operations, earlier } = this.parts
    const [row = 0] = numbers
    const steps = new PersonSteps(operations, earlier, row, person, context)
    const createdBefore = earlier?.wasCreated(row) ? earlier.ids.get(row) : undefined
    if (createdBefore !== undefined) return this.complete(row, person, createdBefore, steps, context)
    const there = await this.thereAlready(row, person)
    if (there) return this.meet(row, person, there, steps, context)
    const made = hasIdentifier(person)
      ? await this.create(person, steps)
      : await this.oneByOne(() => this.create(person, steps))
    if (made.as !== 'done') return made
    if ('user' in made.value) return this.complete(row, person, made.value.user.id, steps, context)
    if (this.parts.wishes.onExisting === 'skip') return { as: 'existed' }
    const found = await this.parts.existing.find(person)
    return found.length === 0
      ? { as: 'failed', error: made.value.existed }
      : this.meet(row, person, found, steps, context)
  }

  /** Those who are there, where that is looked up before anything is sent. */
  private async thereAlready(row: number, person: Person): Promise<User[] | undefined> {
    const { wishes, existing, earlier } = this.parts
    if (wishes.onExisting === 'fail') return undefined
    if (existing.match === undefined && !earlier?.existed.has(row)) return undefined
    const found = await existing.find(person)
    return found.length > 0 ? found : undefined
  }

  private async oneByOne<T>(task: () => Promise<T>): Promise<T> {
    const mine = this.alone.then(task)
    this.alone = mine.catch(() => {})
    return mine
  }

  private async create(person: Person, steps: PersonSteps): Promise<StepResult<Creation>> {
    const { keepIds, existing, wishes } = this.parts
    const { sourceId, creation } = person
    const way = await keepIds.way(sourceId)
    const isSent = way === 'id' || way === 'probe'
    const isLegacy = way === 'legacy' || (!hasIdentifier(person) && sourceId !== undefined)
    const extra = {
      ...(isSent && sourceId !== undefined ? { id: sourceId } : {}),
      ...(isLegacy ? { customData: { legacyId: sourceId, ...creation.customData } } : {}),
    }
    const mayExist = wishes.onExisting !== 'fail' && existing.match === undefined
    if (way !== 'probe' || sourceId === undefined) return steps.create({ mayExist, extra }, () => ({}))
    return this.probe(sourceId, () => steps.create({ mayExist, extra }, ({ id }) => ({ kept: id === sourceId })), steps)
  }

  /** The first creation with an ID: shows whether the tenant keeps IDs. */
  private async probe(
    sourceId: string,
    create: () => Promise<StepResult<Creation>>,
    steps: PersonSteps,
  ): Promise<StepResult<Creation>> {
    const { keepIds } = this.parts
    let made: StepResult<Creation> | undefined
    try {
      made = await create()
    } finally {
      if (made?.as !== 'done' || !('user' in made.value)) keepIds.failed()
    }
    if (made.as !== 'done' || !('user' in made.value)) return made
    const { id } = made.value.user
    if (id !== sourceId) await steps.keepLegacyId(id, sourceId)
    keepIds.found(id === sourceId, { sourceId, id })
    return made
  }

  private async meet(
    row: number,
    person: Person,
    found: readonly User[],
    steps: PersonSteps,
    context: StepContext,
  ): Promise<Outcome> {
    const { changeIdentifiers, onExisting } = this.parts.wishes
    const [user, ...others] = found
    if (!user || others.length > 0) return { as: 'failed', error: severalMatches(found) }
    if (onExisting === 'skip') return { as: 'existed' }
    const { body, changed } = changesOf(user, person)
    const given = changeIdentifiers
      ? { ...body, ...Object.fromEntries(changed.map((field) => [field, person.creation[field]])) }
      : body
    const updated = await steps.update(user, given)
    if (updated.as !== 'done') return updated
    const outcome = await this.complete(row, person, user.id, steps, context, user)
    return outcome.as === 'created'
      ? {
          ...outcome,
          as: 'updated',
          kept: changeIdentifiers ? [] : changed,
          keptPassword: person.password.as === 'digest' || person.password.as === 'plain',
        }
      : outcome
  }

  /** The steps behind the creation, or behind the update of `existing`; each is tried, whatever became of the others. */
  private async complete(
    row: number,
    person: Person,
    id: string,
    steps: PersonSteps,
    context: StepContext,
    existing?: User,
  ): Promise<Outcome> {
    const { relations } = this.parts
    const failures: CliFailure[] = []
    const take = (result: StepResult<unknown>) => {
      if (result.as !== 'done') failures.push(result.error)
      return result.as === 'done'
    }
    if (person.isSuspended === true && existing?.isSuspended !== true) {
      this.active.add(row)
      if (take(await steps.suspend(id))) this.active.delete(row)
    }
    for (const target of Object.keys(person.identities)) {
      if (!Object.hasOwn(existing?.identities ?? {}, target)) take(await steps.identity(id, target))
    }
    // A second factor of somebody who is there is theirs, as the password is.
    if (person.totpSecret !== undefined && !existing) take(await steps.totp(id))
    const lacked = existing ? await this.lackedBy(id, person) : this.wantedBy(person)
    await relations.add(row, id, lacked, context)
    return { as: 'created', id, failures, kept: [], keptPassword: false }
  }

  private wantedBy(person: Person) {
    const { names } = this.parts
    return wantedOf(names.rolesOf(person, true), names.membershipsOf(person))
  }

  /** Of the relations of somebody who is there: those that are not there. */
  private async lackedBy(id: string, person: Person) {
    const { names, operations } = this.parts
    const wanted = wantedOf(names.rolesOf(person, false), names.membershipsOf(person))
    if (!wanted.some(({ relation }) => relation.kind === 'role')) return wanted
    const held = new Set<string>()
    for await (const role of operations.list<{ id: string }>('users list-roles', { args: { 'user-id': id } }))
      held.add(role.id)
    return wanted.filter(({ relation }) => relation.kind !== 'role' || !held.has(relation.id))
  }
}

function hasIdentifier(person: Person): boolean {
  return givenIdentifiers(person).length > 0
}

function severalMatches(found: readonly User[]): RefusedError {
  return new RefusedError(
    `${found.length} users match: ${found
      .map(({ id }) => id)
      .slice(0, 5)
      .join(', ')}`,
    {
      code: 'import.several_matches',
      hint: 'say by what people are known: --match email, phone, username or customData.PATH',
    },
  )
}
