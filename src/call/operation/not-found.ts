import { type Kind, kindOfArgument } from '../facts/kinds.js'
import type { Refused, Words } from './refused.js'
import { shellWord } from './shell-text.js'
import { usedProfile } from './tenant-name.js'

/** An argument of the request that was sent. */
export interface Given {
  /** Of the argument, such as `user-id`. */
  name: string
  noun: string
  value: string
  kind: Kind | undefined
}

/** What does not exist, by the ids that were given, and how to find what does. */
export function notFound(refused: Refused): Words | undefined {
  const { error } = refused
  const given = givenIn(refused)
  const [, table, id] = /^The (\w+) with ID `(.*)` does not exist/s.exec(error?.message ?? '') ?? []
  const known = given.find(({ value }) => value === id)
  if (table !== undefined && id !== undefined) {
    return { says: `there is no ${known?.noun ?? singular(table)} ${id}`, hint: hintFor(known, refused) }
  }
  const [only, ...others] = given
  if (!only) return undefined
  if (others.length === 0) return { says: `there is no ${only.noun} ${only.value}`, hint: hintFor(only, refused) }
  const named = given.map(({ noun, value }) => `${noun} ${value}`).join(' and ')
  return {
    says: `nothing was found for ${named}`,
    hint: 'one of them does not exist, or they do not belong together; check the ids',
  }
}

function hintFor(given: Given | undefined, { tenant, operation }: Refused): string {
  if (!given?.kind || operation.authority !== 'management') return 'check the id'
  const find = given.kind.find.replace('{id}', shellWord([given.value]))
  const says = find === given.kind.find ? 'lists what there is' : 'finds by e-mail address, phone or username, too'
  return `\`logto ${find}${usedProfile(tenant)}\` ${says}`
}

/** The arguments in the path that was sent, in its order; none where the operation is not known. */
export function givenIn({ sent, operation }: Pick<Refused, 'sent' | 'operation'>): Given[] {
  const parts = sent.request?.path.split('/') ?? []
  const template = operation.path?.split('/') ?? []
  const names = new Map(Object.entries(operation.args ?? {}).map(([name, { wire }]) => [`{${wire}}`, name]))
  return template.flatMap((part, i): Given[] => {
    const name = names.get(part)
    const value = parts[i]
    if (name === undefined || value === undefined) return []
    const kind = kindOfArgument(name)
    const noun = kind?.noun ?? name.replace(/-id$/, '').replaceAll('-', ' ')
    return [{ name, noun, value: decodeURIComponent(value), kind }]
  })
}

/** Logto names its tables: `sso_connectors`. */
function singular(table: string): string {
  return table.replaceAll('_', ' ').replace(/s$/, '')
}
