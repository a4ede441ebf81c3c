import type { CliFailure } from '../../../base/errors.js'
import { holds } from '../../../base/holds.js'
import { isPlainObject } from '../../../base/value-path.js'
import { carryOut, type Step, type StepContext, type StepResult } from '../../bulk/run/carry-out.js'
import type { Operations } from '../../bulk/run/operations.js'
import { creationBody } from '../logto-row.js'
import type { Person } from '../person.js'
import { type Earlier, type StepName, stepKey } from './earlier.js'
import { givenIdentifiers, isMadeFrom, markOf, type User, usersWith } from './user.js'

/** What came of a creation: the user, or that somebody has an identifier already. */
export type Creation = { user: User } | { existed: CliFailure }

/** The steps by which one person gets into the tenant, each carried out once, whatever happened before. */
export class PersonSteps {
  constructor(
    private readonly operations: Operations,
    private readonly earlier: Earlier | undefined,
    private readonly row: number,
    private readonly person: Person,
    private readonly context: StepContext,
  ) {}

  /**
   * Creates the user. `mayExist`: an identifier that is taken is no failure. `extra` is sent beside what the person has.
   * `learn` says what the answer shows of the whole tenant, for the journal.
   */
  create(
    { mayExist, extra }: { mayExist: boolean; extra: { id?: string; customData?: Record<string, unknown> } },
    learn: (user: User) => Record<string, unknown>,
  ): Promise<StepResult<Creation>> {
    const { person, operations } = this
    const own = creationBody(person)
    const body = { ...own, ...extra }
    const key = stepKey('create', this.row)
    // An ID is no part of the document of every release, and what is sent was checked row by row.
    const flags = extra.id === undefined ? {} : { 'no-validate': true }
    return carryOut<Creation>(
      {
        key,
        ...(person.isSuspended === true ? { intends: { suspend: true } } : {}),
        send: async () => {
          try {
            return { user: (await operations.call('users create', { body, flags })) as User }
          } catch (error) {
            if (mayExist && isTaken(error)) return { existed: error }
            throw error
          }
        },
        facts: (made) =>
          'existed' in made ? { existed: true } : { id: made.user.id, who: markOf(made.user), ...learn(made.user) },
        lookUp: async (at) => this.lookUp(at, body),
        before: this.earlier?.open.get(key),
      },
      this.context,
    )
  }

  /** Sets what is given of somebody who was there; what is stored besides stays. */
  update(user: User, body: Readonly<Record<string, unknown>>): Promise<StepResult<void>> {
    return this.step('update', undefined, {
      send: async () => {
        if (Object.keys(body).length === 0) return
        await this.operations.call('users update', { args: argsOf(user.id), flags: { merge: true }, body })
      },
      facts: () => ({ id: user.id }),
      lookUp: this.looksFor(user.id, body),
    })
  }

  suspend(id: string): Promise<StepResult<void>> {
    return this.step('suspend', undefined, {
      send: () => this.done('users set-suspended', argsOf(id), { isSuspended: true }),
      lookUp: this.looksFor(id, { isSuspended: true }),
    })
  }

  /** Keeps the ID that the person had before. */
  keepLegacyId(id: string, legacyId: string): Promise<StepResult<void>> {
    return this.step('legacy', undefined, {
      send: () => this.done('users update-custom-data', argsOf(id), { customData: { legacyId } }),
      lookUp: this.looksFor(id, { customData: { legacyId } }),
    })
  }

  identity(id: string, target: string): Promise<StepResult<void>> {
    return this.step('identity', target, {
      send: () => this.done('users replace-identity', { ...argsOf(id), target }, this.person.identities[target]),
      lookUp: this.looksFor(id, { identities: { [target]: this.person.identities[target] } }),
    })
  }

  totp(id: string): Promise<StepResult<void>> {
    return this.step('totp', undefined, {
      send: () =>
        this.done('users create-mfa-verification', argsOf(id), { type: 'Totp', secret: this.person.totpSecret }),
      lookUp: async () => {
        const factors = await this.operations.call('users list-mfa-verifications', { args: argsOf(id) })
        const has = Array.isArray(factors) && factors.some((one) => isPlainObject(one) && one.type === 'Totp')
        return has ? { as: 'done', value: undefined } : { as: 'undone' }
      },
    })
  }

  /** A step of the person; nothing where it was done before. */
  private step(
    name: StepName,
    part: string | undefined,
    step: Pick<Step<void>, 'send' | 'facts' | 'lookUp'>,
  ): Promise<StepResult<void>> {
    const key = stepKey(name, this.row, part)
    if (this.earlier?.isDone(key)) return Promise.resolve({ as: 'done', value: undefined })
    const before = this.earlier?.open.get(key)
    return carryOut({ ...step, key, before }, this.context)
  }

  /** What was sent is done when the user has it. */
  private looksFor(id: string, sent: unknown): Step<void>['lookUp'] {
    return async () => {
      const user = await this.operations.call('users get', { args: argsOf(id) })
      return holds(user, sent) ? { as: 'done', value: undefined } : { as: 'undone' }
    }
  }

  private async done(command: string, args: Record<string, string>, body: unknown): Promise<void> {
    await this.operations.call(command, { args, body })
  }

  /**
   * Whoever is found is ours only if made after the intent, by the server's clock, and with all that was sent: in the
   * meantime somebody else may have signed up with the same address.
   */
  private async lookUp(
    at: number,
    body: Readonly<Record<string, unknown>>,
  ): Promise<{ as: 'done'; value: Creation } | { as: 'undone' } | { as: 'unclear' }> {
    const found = await this.found(at, body)
    if (found.length === 0) return { as: 'undone' }
    const [user, ...others] = found.filter((one) => (one.createdAt ?? 0) >= at && isMadeFrom(one, this.person, body))
    return user && others.length === 0 ? { as: 'done', value: { user } } : { as: 'unclear' }
  }

  private async found(at: number, body: Readonly<Record<string, unknown>>): Promise<User[]> {
    const wanted = givenIdentifiers(this.person)
    if (wanted.length > 0) return usersWith(this.person.creation, wanted, this.operations)
    const found: User[] = []
    // Nothing to search by: the newest come first, and ours can only be among those since.
    for await (const user of this.operations.list<User>('users list')) {
      if ((user.createdAt ?? 0) < at) break
      const { legacyId } = user.customData ?? {}
      if (isPlainObject(body.customData) && legacyId === body.customData.legacyId) found.push(user)
    }
    return found
  }
}

/** Whether a creation was refused since somebody has the address, number or name. Not every 422 is that. */
function isTaken(error: unknown): error is CliFailure {
  return (
    error instanceof Error &&
    'code' in error &&
    /^user\.(email|phone|username)_already_in_use$/.test(String(error.code))
  )
}

function argsOf(id: string): Record<string, string> {
  return { 'user-id': id }
}
