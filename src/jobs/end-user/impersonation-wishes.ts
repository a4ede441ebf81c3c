import type { Storage } from '../../access/profiles/profile.js'
import { UsageError } from '../../base/errors.js'

/** What the flags of `users impersonate` say. */
export interface ImpersonationWishes {
  /** The application that exchanges the token. */
  clientId: string
  clientSecretStdin: boolean
  scope: string | undefined
  resource: string | undefined
  organizationId: string | undefined
  /** Goes with the subject token: a script for token claims can read it. */
  context: Readonly<Record<string, string>> | undefined
  /** Name of a profile to make. */
  save: string | undefined
  storage: Storage | undefined
}

/** Reads the flags. Throws a UsageError for those that contradict each other, and for a context that is no pair. */
export function impersonationWishes(flags: Readonly<Record<string, unknown>>): ImpersonationWishes {
  const text = (name: string) => flags[name] as string | undefined
  const wishes = {
    clientId: text('client-id') ?? '',
    clientSecretStdin: flags['client-secret-stdin'] === true,
    scope: text('scope'),
    resource: text('resource'),
    organizationId: text('organization-id'),
    context: contextOf(text('reason'), (flags.context as string[] | undefined) ?? []),
    save: text('save'),
    storage: text('storage') as Storage | undefined,
  }
  if (wishes.save !== undefined && (wishes.resource !== undefined || wishes.organizationId !== undefined)) {
    const flag = wishes.resource === undefined ? '--organization-id' : '--resource'
    throw new UsageError(`--save and ${flag} cannot be given together`, {
      code: 'usage.bad_flags',
      hint: `a profile is for the account commands, whose token is opaque; leave --save out to have a token with ${flag}`,
    })
  }
  if (wishes.storage !== undefined && wishes.save === undefined) {
    throw new UsageError('--storage says where a profile keeps its token, and none is made', {
      code: 'usage.bad_flags',
      hint: 'add --save NAME',
    })
  }
  return wishes
}

function contextOf(reason: string | undefined, pairs: readonly string[]): Record<string, string> | undefined {
  const context: [string, string][] = reason === undefined ? [] : [['reason', reason]]
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) {
      throw new UsageError(`--context ${pair}: there is no name before a '='`, {
        code: 'usage.bad_pair',
        hint: 'write --context NAME=VALUE',
      })
    }
    context.push([pair.slice(0, at), pair.slice(at + 1)])
  }
  return context.length === 0 ? undefined : Object.fromEntries(context)
}
