import { Args } from '@oclif/core'
import { NotFoundError, RefusedError } from '../../src/base/errors.js'
import { OperationCommand, type Preset } from '../../src/call/operation/operation-command.js'
import type { Printable } from '../../src/call/output/answer.js'
import GetUser from './get.js'
import ListUsers from './list.js'

/** The identifiers of a user, each of them unique in a tenant. */
const identifiers = ['id', 'primaryEmail', 'primaryPhone', 'username'] as const

/** `users list` for one user, by an exact identifier. */
export default class UsersFind extends OperationCommand {
  static override readonly summary = 'Show the user with an ID, e-mail address, phone number or username'
  static override readonly description =
    'Looks for exactly this text in the four identifiers and shows the one user who has it; exit code 4 when nobody does. For parts of a text use `users list --contains`.'
  static readonly keywords = ['search', 'lookup', 'email', 'phone', 'username']
  static override readonly usage = 'users find TEXT [FLAGS]'
  static override readonly examples = [
    { description: 'Find somebody by e-mail address', command: 'logto users find ann@example.com' },
    { description: 'Print only the ID', command: 'logto users find ann@example.com --query id' },
  ]
  static override readonly operation = {
    ...ListUsers.operation,
    columns: GetUser.operation.columns ?? [],
  }
  static override readonly args = { text: Args.string({ description: 'The identifier, whole', required: true }) }

  static override readonly preset: Preset = {
    of: 'users list',
    input: ({ args, flags }) => ({
      args: {},
      flags: {
        ...flags,
        where: identifiers.map((field) => whereOf(field, args.text ?? '')),
        mode: ['exact'],
        joint: 'or',
      },
    }),
    shape: (answer, { args }) => onlyOne(answer, args.text ?? ''),
  }
}

/** Logto keeps phone numbers as digits alone. */
function whereOf(field: (typeof identifiers)[number], text: string): string {
  const isPhone = field === 'primaryPhone' && /^\+?[\d\s().-]+$/.test(text)
  return `${field}=${isPhone ? text.replace(/\D/g, '') : text}`
}

/** The one row of a list. Throws when there is none, or when one user's identifier is another's too. */
function onlyOne(answer: Printable, text: string): Printable {
  const rows = (answer.kind === 'rows' ? answer.rows : []) as Record<string, unknown>[]
  const [user] = rows
  if (user === undefined) {
    throw new NotFoundError(`no user has the identifier ${text}`, {
      code: 'user.not_found',
      hint: 'search for a part of it: logto users list --contains TEXT',
    })
  }
  // Usernames may differ in nothing but case: then the one that is written so is meant.
  const [exact, ...others] = rows.filter((row) => identifiers.some((field) => row[field] === text))
  if (exact && others.length === 0) return { kind: 'object', value: exact }
  if (rows.length > 1) {
    throw new RefusedError(`${rows.length} users have the identifier ${text}`, {
      code: 'user.ambiguous',
      hint: "say which field, and tell upper from lower case: logto users list --where 'username=…' --mode exact --case-sensitive",
    })
  }
  return { kind: 'object', value: user }
}
