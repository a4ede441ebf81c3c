import { isPlainObject } from '../../../base/value-path.js'
import type { Membership } from '../person.js'
import type { Reading } from './reading.js'

/** The parts of a cell: separated by `|`, or by `;` where it has no `|`; a JSON list where it is one. */
export function cellParts(cell: string): unknown[] {
  if (cell.startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(cell)
      if (Array.isArray(parsed)) return parsed
    } catch {
      // A name may begin with a bracket.
    }
  }
  const separator = cell.includes('|') ? '|' : ';'
  return cell
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** A list of names: in one cell, or a list of texts or of objects with a name or an ID. */
export function texts(row: Reading, column: string): string[] {
  const value = row.value(column, column)
  return unique(asTexts(value, () => row.refuse('not_list', `${column} is no list of names`, column)))
}

function asTexts(value: unknown, refuse: () => void): string[] {
  if (value === undefined) return []
  const list = typeof value === 'string' ? cellParts(value) : value
  const names = Array.isArray(list) ? list.map(nameOf) : [undefined]
  if (names.some((name) => name === undefined)) refuse()
  return names.filter((name) => name !== undefined)
}

/**
 * Organizations with roles: `organizations` as a cell or as a list of `{name, roles}`, and `organizationRoles` as a cell
 * such as `Globex:admin,member|Initech:member`.
 */
export function memberships(row: Reading): Membership[] {
  const found: Membership[] = []
  const value = row.value('organizations', 'organizations')
  const listed: unknown[] = typeof value === 'string' ? cellParts(value) : [value ?? []].flat()
  for (const one of listed) {
    const organization = nameOf(one)
    const roles = isPlainObject(one) ? (one.roles ?? one.organizationRoles) : undefined
    const refuse = () =>
      row.refuse('not_list', 'organizations is no list of organizations with their roles', 'organizations')
    if (organization === undefined) refuse()
    else join(found, organization, asTexts(roles, refuse))
  }
  const cell = row.value('organizationRoles', 'organizations')
  const given = Array.isArray(cell) ? cell.map(String) : cell === undefined ? [] : cellParts(String(cell)).map(String)
  for (const part of given) {
    const colon = part.lastIndexOf(':')
    if (colon <= 0)
      row.refuse(
        'bad_organization_roles',
        `organizationRoles has ${part}, which is not Organization:role,role`,
        'organizationRoles',
      )
    else
      join(
        found,
        part.slice(0, colon).trim(),
        part
          .slice(colon + 1)
          .split(',')
          .map((role) => role.trim())
          .filter((role) => role !== ''),
      )
  }
  return found
}

/** Adds a membership, or its roles to the one that is there. */
export function join(all: Membership[], organization: string, roles: readonly string[]): void {
  const known = all.find((one) => one.organization === organization)
  if (known) known.roles = unique([...known.roles, ...roles])
  else all.push({ organization, roles: unique(roles) })
}

export function unique(names: readonly string[]): string[] {
  return [...new Set(names)]
}

/** A name may stand alone or in an object that Logto answers, whose ID is as good. */
function nameOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  if (!isPlainObject(value)) return undefined
  const name = value.name ?? value.id
  return typeof name === 'string' && name !== '' ? name : undefined
}
