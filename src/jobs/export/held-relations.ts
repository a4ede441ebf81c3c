import { NotFoundError } from '../../base/errors.js'
import { largestPage } from '../../call/http/pages.js'
import type { Operations } from '../bulk/run/operations.js'
import type { Session } from '../bulk/run/session.js'
import { Holders } from './holders.js'
import { askedOf, byName, type Group, type Member, type Membership, type RelationKind } from './relation-kinds.js'
import { unbroken } from './unbroken.js'

/** What people hold of one kind. */
export interface HeldRelations {
  name: RelationKind['name']
  /** Everybody is asked for. */
  isAsked: boolean
  /** What is known of a person; undefined for somebody who is to be asked for. */
  known(person: { id: string; createdAt?: number }): readonly (string | Membership)[] | undefined
  ask(person: { id: string }): Promise<readonly (string | Membership)[]>
}

export interface ReadingParts {
  session: Session
  operations: Operations
  /** How many people are exported, where the server counts them. */
  people: number | undefined
  /** Takes note that a list changed while it was read. */
  onChanged: (error: unknown) => void
}

/** Reads what people hold from the side that takes fewer requests: a page of members, or one question a person. */
export async function readRelations(kind: RelationKind, parts: ReadingParts): Promise<HeldRelations> {
  const { session, operations, people } = parts
  const { name } = kind
  const ask = ({ id }: { id: string }) => askedOf(id, kind, operations)
  const groups: Group[] = []
  for await (const page of unbroken(operations.listAhead<Group>(...kind.groups), parts.onChanged)) {
    groups.push(...page.filter(({ usersCount }) => usersCount !== 0))
  }
  const pages = groups.reduce((sum, { usersCount = 1 }) => sum + Math.ceil(usersCount / largestPage), 0)
  if (people !== undefined && people < pages) return { name, isAsked: true, known: () => undefined, ask }
  const since = session.clock.now()
  const holders = await readMembers(kind, groups, parts)
  return {
    name,
    isAsked: false,
    // Who came later was not there when members were read.
    known: ({ id, createdAt = 0 }) => (createdAt >= since ? undefined : holders.of(id)),
    ask,
  }
}

async function readMembers(
  kind: RelationKind,
  groups: readonly Group[],
  { session, operations, onChanged }: ReadingParts,
): Promise<Holders<string | Membership>> {
  const holders = new Holders<string | Membership>(byName)
  const [command, arg] = kind.members
  await session.carryOut<Group, void>({
    items: groups,
    ordered: false,
    journal: undefined,
    async perform(group) {
      try {
        const pages = operations.listAhead<Member>(command, { args: { [arg]: group.id } })
        for await (const members of unbroken(pages, onChanged)) {
          for (const { id, organizationRoles } of members) {
            const held = kind.written(group, organizationRoles)
            holders.add(id, held, `${group.id} ${typeof held === 'string' ? '' : JSON.stringify(held.roles)}`)
          }
        }
      } catch (error) {
        // Deleted meanwhile: nobody has it any more.
        if (!(error instanceof NotFoundError)) throw error
      }
    },
    take: async () => {},
  })
  if (session.stop.isStopped) throw session.stop.reason
  return holders
}
