import type { Call } from './call.js'
import { Refusal } from './refusal.js'
import { likePattern, searchTest } from './search.js'
import { optional, type Row } from './store.js'

type Test = (row: Row) => boolean
type Filter = (value: string, call: Call, values: string[]) => Test

const id = (row: Row) => String(row.id)
const number = (value: unknown) => Number(value)

/** Filters that are more than a property's equality, by query parameter. */
const filters: Record<string, Filter> = {
  types: (_, __, values) => (row) => values.includes(String(row.type)),
  isThirdParty: (value) => (row) => String(row.isThirdParty) === value,
  excludeRoleId: (role, { tenant }) => {
    const users = tenant.links('roleUsers').of(role)
    const applications = tenant.links('roleApplications').of(role)
    return (row) => !users.has(id(row)) && !applications.has(id(row))
  },
  excludeOrganizationId: (organization, { tenant }) => {
    const users = tenant.links('members').of(organization)
    const applications = tenant.links('machines').of(organization)
    return (row) => !users.has(id(row)) && !applications.has(id(row))
  },
  excludeUserId:
    (user, { tenant }) =>
    (row) =>
      !tenant.links('roleUsers').has(id(row), user),
  excludeApplicationId:
    (application, { tenant }) =>
    (row) =>
      !tenant.links('roleApplications').has(id(row), application),
  organizationRoleId:
    (role, { tenant, path }) =>
    (row) =>
      tenant.links('memberRoles').has(`${path[0]}/${id(row)}`, role),
  logKey: (value) => (row) => row.key === value,
  userId: (value) => (row) => (row.payload as Row).userId === value,
  applicationId: (value) => (row) => (row.payload as Row).applicationId === value,
  start_time: (value) => (row) => number(row.createdAt) >= number(value),
  end_time: (value) => (row) => number(row.createdAt) <= number(value),
}
const equal = [
  'type',
  'organizationId',
  'inviterId',
  'invitee',
  'languageTag',
  'templateType',
  'email',
  'status',
  'target',
]

/** The rows that the query asks for: search parameters, the keyword `q` and the declared filters; all must hold. */
export function queryTest(call: Call, fields: readonly string[]): Test | undefined {
  const { query, operation } = call
  const declared = operation.parameters.filter((p) => p.in === 'query').map((p) => p.name)
  if (
    query.has('start_time') &&
    query.has('end_time') &&
    number(query.get('start_time')) > number(query.get('end_time'))
  )
    throw new Refusal(400, 'log.invalid_time_window', 'The time window ends before it starts.')
  if (query.get('excludeRoleId') && query.get('excludeOrganizationId')) {
    const why = 'excludeRoleId and excludeOrganizationId cannot be used together.'
    throw new Refusal(400, 'request.invalid_input', `Input is invalid. ${why}`, { details: why })
  }
  const tests = declared.flatMap((name): Test[] => {
    const value = query.get(name)
    if (name === 'search_params') return optional(searchTest(query, fields))
    if (!value) return []
    if (name === 'q') return [keywordTest(value, fields)]
    if (equal.includes(name)) return [(row) => row[name] === value]
    return optional(filters[name]?.(value, call, query.getAll(name)))
  })
  return tests.length === 0 ? undefined : (row) => tests.every((test) => test(row))
}

/** `q`: the keyword anywhere in a field, in any case; `%`, `_` and `\` mean what they mean to LIKE. */
function keywordTest(word: string, fields: readonly string[]): Test {
  const pattern = new RegExp(likePattern(`%${word}%`), 'sui')
  return (row) => fields.some((field) => typeof row[field] === 'string' && pattern.test(row[field]))
}
