import type { CliFailure } from '../../../base/errors.js'
import { carryOut, type StepContext } from '../../bulk/run/carry-out.js'
import type { Operations } from '../../bulk/run/operations.js'
import type { Earlier } from './earlier.js'
import { give, isHeld, type Relation, relationKey, relationOf, type Wanted } from './relation.js'

/** Somebody who is to be given something. */
export interface Member {
  /** Number of the person's first row. */
  row: number
  /** ID of the user. */
  user: string
  wanted: Wanted
}

/** People who are to be given the same. */
interface Batch {
  relation: Relation
  members: readonly Member[]
}

/** People in one call: a hundredth of a request for each, and a body far below any limit. */
const mostMembers = 100

/** People that wait in all, for batches that are not full. */
const mostWaiting = 20_000

/** Relations of people, gathered so that one call gives the same to many of them. */
export class Relations {
  private readonly waiting = new Map<string, { relation: Relation; members: Member[] }>()
  private count = 0
  /** Of people whose batch the end of the run has cut off. */
  private cutOff = 0
  private number: number

  /** `onFailure` hears of everybody who could not be given something. */
  constructor(
    private readonly operations: Operations,
    private readonly onFailure: (row: number, error: CliFailure) => void,
    private readonly earlier: Earlier | undefined,
  ) {
    this.number = earlier?.batches ?? 0
  }

  /** Adds what a person is to be given and has not got yet, and sends what that makes full. */
  async add(row: number, user: string, wanted: readonly Wanted[], context: StepContext): Promise<void> {
    for (const one of wanted) {
      if (this.earlier?.has(row, one.place)) await this.add(row, user, one.next ? [one.next] : [], context)
      else await this.wait({ row, user, wanted: one }, context)
    }
  }

  /** How many were not given what they should be yet. */
  get left(): number {
    return this.count + this.cutOff
  }

  /** The names of what waits. Giving it may make more wait: roles in an organization follow the membership. */
  get names(): string[] {
    return [...this.waiting.keys()]
  }

  /** Gives what waits under a name. */
  async giveNamed(name: string, context: StepContext): Promise<void> {
    const batch = this.waiting.get(name)
    if (!batch) return
    this.waiting.delete(name)
    this.count -= batch.members.length
    try {
      await this.give(batch, context)
    } catch (error) {
      this.cutOff += batch.members.length
      throw error
    }
  }

  /**
   * Gives one batch. A batch that is refused is halved until it is known whom the refusal is about; of those who have a
   * role already nothing more is asked.
   */
  private async give({ relation, members }: Batch, context: StepContext): Promise<void> {
    const result = await this.tried({ relation, members }, context, () =>
      give(
        relation,
        members.map(({ user }) => user),
        this.operations,
      ),
    )
    if (result.as === 'done') return this.afterwards(members, context)
    if (result.as === 'failed' && result.error.code === 'role.user_exists') {
      const held = await this.holders(relation, members)
      if (held.size > 0) {
        const [have, lack] = [members.filter((one) => held.has(one)), members.filter((one) => !held.has(one))]
        await this.tried({ relation, members: have }, context, async () => {})
        await this.afterwards(have, context)
        if (lack.length > 0) await this.give({ relation, members: lack }, context)
        return
      }
    }
    if (result.as === 'failed' && members.length > 1) {
      const middle = Math.ceil(members.length / 2)
      await this.give({ relation, members: members.slice(0, middle) }, context)
      await this.give({ relation, members: members.slice(middle) }, context)
      return
    }
    for (const { row } of members) this.onFailure(row, result.error)
  }

  /** Looks at what a run before has left open: a batch is carried out whole or not at all. */
  async settle(context: StepContext): Promise<void> {
    for (const [key, batch] of this.earlier?.openBatches ?? []) {
      const user = batch.users.at(-1)
      const isDone = user !== undefined && (await isHeld(relationOf(batch.to), user, this.operations))
      if (isDone) this.earlier?.given(batch)
      context.journal?.record({ did: key, as: isDone ? 'done' : 'unsent' })
    }
  }

  private async wait(member: Member, context: StepContext): Promise<void> {
    const { relation } = member.wanted
    const key = relationKey(relation)
    const batch = this.waiting.get(key) ?? { relation, members: [] }
    batch.members.push(member)
    this.waiting.set(key, batch)
    this.count += 1
    if (batch.members.length >= mostMembers) await this.giveNamed(key, context)
    else if (this.count > mostWaiting) await this.giveNamed(this.largest(), context)
  }

  private largest(): string {
    const [first = ['', []]] = [...this.waiting]
      .map(([name, { members }]): [string, unknown[]] => [name, members])
      .toSorted(([, a], [, b]) => b.length - a.length)
    return first[0] as string
  }

  private tried({ relation, members }: Batch, context: StepContext, send: () => Promise<void>) {
    this.number += 1
    const last = members.at(-1)
    return carryOut<void>(
      {
        key: `relate ${this.number}`,
        intends: {
          to: relationKey(relation),
          rows: members.map(({ row }) => row),
          places: members.map(({ wanted }) => wanted.place),
          users: members.map(({ user }) => user),
        },
        send,
        lookUp: async () => {
          const isDone = last !== undefined && (await isHeld(relation, last.user, this.operations))
          return isDone ? { as: 'done', value: undefined } : { as: 'undone' }
        },
      },
      context,
    )
  }

  private async holders(relation: Relation, members: readonly Member[]): Promise<Set<Member>> {
    const held = new Set<Member>()
    for (const member of members) if (await isHeld(relation, member.user, this.operations)) held.add(member)
    return held
  }

  private async afterwards(members: readonly Member[], context: StepContext): Promise<void> {
    for (const { row, user, wanted } of members) if (wanted.next) await this.add(row, user, [wanted.next], context)
  }
}
