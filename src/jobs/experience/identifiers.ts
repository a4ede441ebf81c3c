import { UsageError } from '../../base/errors.js'

/** Who somebody is, in the ways that Logto knows users by. */
export interface Identifier {
  type: 'username' | 'email' | 'phone'
  value: string
}

/** One that a code can be sent to. */
export type Address = Identifier & { type: 'email' | 'phone' }

const kinds = ['email', 'phone', 'username'] as const

/** Reads `--identifier KIND=VALUE`; the first says who signs in. Throws a UsageError for another kind, and for none. */
export function identifiersOf(given: unknown): [Identifier, ...Identifier[]] {
  const [first, ...others] = ((given as string[] | undefined) ?? []).map(identifier)
  if (first) return [first, ...others]
  throw new UsageError('--identifier is missing', {
    code: 'usage.missing_flag',
    hint: 'say who signs in: --identifier email=ADDRESS, phone=NUMBER or username=NAME',
  })
}

function identifier(text: string): Identifier {
  const [, kind = '', value = ''] = /^([^=]*)=(.+)$/s.exec(text) ?? []
  const type = kinds.find((each) => each === kind)
  if (type) return { type, value }
  throw new UsageError(`--identifier ${text}: it is none of email=ADDRESS, phone=NUMBER and username=NAME`, {
    code: 'usage.bad_identifier',
    hint: 'a social or enterprise sign-in needs a browser: see logto experience start-social and start-sso',
  })
}

/** The identifier as one that a code can be sent to. Throws a UsageError for a user name. */
export function addressOf({ type, value }: Identifier): Address {
  if (type !== 'username') return { type, value }
  throw new UsageError(`no code can be sent to the username ${value}`, {
    code: 'usage.bad_identifier',
    hint: 'give --identifier email=ADDRESS or phone=NUMBER, or --password-stdin',
  })
}

/** For people: `email ann@example.com`. */
export function said({ type, value }: Identifier): string {
  return `${type} ${value}`
}
