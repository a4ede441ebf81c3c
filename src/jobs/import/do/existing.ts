import { UsageError } from '../../../base/errors.js'
import { holds } from '../../../base/holds.js'
import { isPlainObject, parseValuePath, type ValuePath } from '../../../base/value-path.js'
import type { Operations } from '../../bulk/run/operations.js'
import { creationBody } from '../logto-row.js'
import type { Person } from '../person.js'
import { givenIdentifiers, hasIdentifier, type Identifier, identifiers, type User, usersWith } from './user.js'

/** By what somebody who is there is known: one identifier, or a place of customData. All identifiers without. */
export type Match = { field: Identifier } | { path: ValuePath; text: string }

const fields: Readonly<Record<string, Identifier>> = {
  email: 'primaryEmail',
  phone: 'primaryPhone',
  username: 'username',
}

/** Reads `--match`. Throws a UsageError for what is none. */
export function parseMatch(text: string): Match {
  const field = fields[text]
  if (field) return { field }
  const bad = (why: string) =>
    new UsageError(`--match ${text} ${why}`, {
      code: 'usage.bad_value',
      hint: 'give email, phone, username, or a place such as customData.legacyId',
    })
  if (!text.startsWith('customData.')) throw bad('is nothing that people can be known by')
  return { path: parseValuePath(text.slice('customData.'.length), bad), text }
}

/** People who are in the tenant already. */
export class Existing {
  private index: Promise<Map<string, User[]>> | undefined

  constructor(
    private readonly operations: Operations,
    readonly match: Match | undefined,
  ) {}

  /** All who may be this person: with an exact comparison, since `_` would stand for any character in Logto's own. */
  async find(person: Person): Promise<User[]> {
    const { match } = this
    if (match && 'path' in match) {
      const value = at(person.creation.customData, match.path)
      return value === undefined ? [] : ((await this.byCustomData(match.path)).get(JSON.stringify(value)) ?? [])
    }
    const wanted = givenIdentifiers(person).filter((field) => match === undefined || match.field === field)
    return wanted.length === 0 ? [] : this.byIdentifiers(person, wanted)
  }

  private async byIdentifiers({ creation }: Person, wanted: readonly Identifier[]): Promise<User[]> {
    const found = await usersWith(creation, wanted, this.operations)
    return found.filter((user) => wanted.some((field) => hasIdentifier(user, field, creation[field] ?? '')))
  }

  /** Logto searches no custom data: all users are read, once. */
  private byCustomData(path: ValuePath): Promise<Map<string, User[]>> {
    this.index ??= (async () => {
      const index = new Map<string, User[]>()
      for await (const user of this.operations.list<User>('users list')) {
        const value = at(user.customData, path)
        if (value === undefined) continue
        const key = JSON.stringify(value)
        index.set(key, [...(index.get(key) ?? []), user])
      }
      return index
    })()
    return this.index
  }
}

/** What an update would send of somebody, and the identifiers that it would change. */
export function changesOf(user: User, person: Person): { body: Record<string, unknown>; changed: Identifier[] } {
  const { password, passwordDigest, passwordAlgorithm, id, ...given } = creationBody(person)
  const changed = identifiers.filter((field) => {
    const text = person.creation[field]
    return text !== undefined && !hasIdentifier(user, field, text)
  })
  const others = Object.entries(given).filter(([name]) => !(identifiers as readonly string[]).includes(name))
  const body = Object.fromEntries(others.filter(([name, value]) => !holds(user[name as keyof User], value)))
  return { body, changed }
}

function at(value: unknown, path: ValuePath): unknown {
  let found = value
  for (const part of path) {
    if (Array.isArray(found)) found = found[Number(part)]
    else if (isPlainObject(found)) found = Object.hasOwn(found, part) ? found[part] : undefined
    else return undefined
  }
  return found ?? undefined
}
