import type { Collection } from './collections.js'
import type { KeysOf, Row } from './store.js'

/** What people are found by; several usernames may differ in case alone. */
const users: Readonly<Record<string, KeysOf>> = {
  username: (row) => texts(row.username),
  anyCaseUsername: (row) => texts(row.username).map((text) => text.toLowerCase()),
  email: (row) => texts(row.primaryEmail).map((text) => text.toLowerCase()),
  phone: (row) => texts(row.primaryPhone),
  identity: (row) => Object.entries((row.identities ?? {}) as Row).map(([target, one]) => identityKey(target, one)),
}

/** By what a collection's rows are found beside their key: `owner`, and each property that no two rows share. */
export function indicesOf(collection: Collection): Readonly<Record<string, KeysOf>> {
  const { owner, unique = {}, table } = collection
  return {
    ...(owner ? { owner: (row: Row) => texts(row[owner]) } : {}),
    ...Object.fromEntries(
      Object.keys(unique).map((property) => [property, (row: Row) => uniqueKey(collection, row, property)]),
    ),
    ...(table === 'users' ? users : {}),
    ...(table === 'application_secrets' || table === 'personal_access_tokens'
      ? { value: (row: Row) => texts(row.value) }
      : {}),
  }
}

/** The key of a property that rows (of one owner) do not share; none for null. */
export function uniqueKey({ owner }: Collection, row: Row, property: string): string[] {
  const value = row[property]
  return value === undefined || value === null ? [] : [`${owner ? row[owner] : ''}/${value}`]
}

/** The key of a social identity: the person's id at a provider. */
export const identityKey = (target: string, identity: unknown) => `${target}/${(identity as Row).userId}`

const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : [])
