import { isPlainObject } from '../../../base/value-path.js'
import type { Names } from '../model/names.js'
import type { Part } from '../model/part.js'
import type { Row } from '../model/row.js'
import { missingFrom, textList, textsIn } from './texts.js'

/** The four lists of scopes that people may agree to: the name that Logto has for each in paths, and what it names. */
const lists = {
  organizationScopes: { path: 'organization-scopes', of: 'organization-scopes' },
  resourceScopes: { path: 'resource-scopes', of: 'scopes' },
  organizationResourceScopes: { path: 'organization-resource-scopes', of: 'scopes' },
  userScopes: { path: 'user-scopes', of: undefined },
} as const

interface ConsentScopes {
  add: string
  remove: string
  has?: (row: Row) => boolean
}

/** Scopes that people are asked for, added by one request and taken away one by one. */
export function consentScopes({ add, remove, has }: ConsentScopes): Part {
  return {
    property: 'userConsentScopes',
    schema: { type: 'object', properties: Object.fromEntries(Object.keys(lists).map((name) => [name, textList])) },
    none: Object.fromEntries(Object.keys(lists).map((name) => [name, []])),
    ...(has ? { has } : {}),
    read: (row, names) => inFiles(row.userConsentScopes, names),
    names: ['organization-scopes', 'scopes'],
    refers: (value) =>
      Object.entries(lists).flatMap(([name, { of }]) =>
        of === undefined ? [] : listIn(value, name).map((key) => ({ kind: of, key })),
      ),
    phase: () => 91,
    async write({ api, names, ids, from, to }) {
      const added = Object.entries(lists).map(([name, { of }]) => {
        const keys = missingFrom(listIn(to, name), listIn(from, name))
        return [name, keys.map((key) => (of === undefined ? key : names.id(of, key)))] as const
      })
      if (added.some(([, some]) => some.length > 0)) {
        await api.write(add, ids, Object.fromEntries(added.filter(([, some]) => some.length > 0)))
      }
      for (const [name, { of, path }] of Object.entries(lists)) {
        for (const key of missingFrom(listIn(from, name), listIn(to, name))) {
          await api.write(remove, [...ids, path, of === undefined ? key : names.id(of, key)])
        }
      }
    },
  }
}

function listIn(value: unknown, name: string): string[] {
  return isPlainObject(value) ? textsIn(value[name]) : []
}

function inFiles(value: unknown, names: Names): Row {
  const given = isPlainObject(value) ? value : {}
  const rows = (name: string) => (given[name] ?? []) as Row[]
  const scopes = (name: string) =>
    rows(name)
      .flatMap(({ scopes: own }) => own as Row[])
      .map(({ id }) => names.key('scopes', String(id)))
      .sort()
  return {
    organizationScopes: rows('organizationScopes')
      .map(({ id }) => names.key('organization-scopes', String(id)))
      .sort(),
    resourceScopes: scopes('resourceScopes'),
    organizationResourceScopes: scopes('organizationResourceScopes'),
    userScopes: [...textsIn(given.userScopes)].sort(),
  }
}
