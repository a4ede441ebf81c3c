import { UsageError } from '../../base/errors.js'
import { byCodeSent, type InteractionEvent } from './first-factor.js'
import { addressOf, type Identifier, said } from './identifiers.js'
import type { Secrets } from './secrets.js'
import type { Steps } from './steps.js'

/** What the flags give of an account beside who signs in. */
export interface ProfileWishes {
  /** Further identifiers; an address is proved by a code first. */
  identifiers: readonly Identifier[]
  /** Profile fields by name. */
  fields: Readonly<Record<string, string>>
  /** The password of an account that is made by code. */
  setsPassword: boolean
}

/** Reads `--name` and `--profile-field NAME=VALUE`. Throws a UsageError for a field without a name. */
export function profileFields(flags: Readonly<Record<string, unknown>>): Record<string, string> {
  const name = flags.name as string | undefined
  const fields = ((flags['profile-field'] as string[] | undefined) ?? []).map((text) => {
    const at = text.indexOf('=')
    if (at > 0) return [text.slice(0, at), text.slice(at + 1)] as const
    throw new UsageError(`--profile-field ${text}: there is no name before a '='`, {
      code: 'usage.bad_pair',
      hint: 'write --profile-field givenName=Ann',
    })
  })
  return Object.fromEntries([...(name === undefined ? [] : [['name', name] as const]), ...fields])
}

/** Gives the account all that the flags name; says whether there was anything. */
export async function addProfile(
  { identifiers, fields, setsPassword }: ProfileWishes,
  event: InteractionEvent,
  secrets: Secrets,
  steps: Steps,
): Promise<boolean> {
  if (setsPassword) {
    const value = await secrets.read('password', 'Password of the account')
    await steps.take('add-profile', 'setting the password', { type: 'password', value })
    await steps.say('the password is taken')
  }
  for (const identifier of identifiers) {
    const { type } = identifier
    const body =
      type === 'username'
        ? { type, value: identifier.value }
        : { type, verificationId: await byCodeSent(addressOf(identifier), event, secrets, steps) }
    await steps.take('add-profile', `adding ${said(identifier)}`, body)
    await steps.say(`${said(identifier)} is taken`)
  }
  if (Object.keys(fields).length > 0) {
    await steps.take('add-profile', 'adding profile fields', { type: 'extraProfile', values: fields })
    await steps.say(`${Object.keys(fields).join(', ')}: taken`)
  }
  return setsPassword || identifiers.length > 0 || Object.keys(fields).length > 0
}
