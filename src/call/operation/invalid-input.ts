import type { Refused, Words } from './refused.js'

/** Rules that Logto tells by words of its message alone, and how to keep to them. */
const rules: readonly [pattern: RegExp, words: Words][] = [
  [
    /only one search value/i,
    {
      says: 'a field was given twice',
      hint: 'several values of one field are alternatives only with --mode FIELD=exact',
    },
  ],
  [
    /similar.to|case.insensitive/i,
    {
      says: 'the mode similar_to tells upper from lower case',
      hint: 'add --case-sensitive, or use --mode posix',
    },
  ],
  [
    /user information data is required/i,
    {
      says: "the tenant's password policy compares passwords with what is known of the user, and no user was given",
      hint: 'say whose password it is to be: --user-id',
    },
  ],
]

/** `request.invalid_input` says in its message alone what is wrong. */
export function invalidInput({ error }: Refused): Words | undefined {
  const text = `${error?.message ?? ''} ${JSON.stringify(error?.data ?? '')}`
  return rules.find(([pattern]) => pattern.test(text))?.[1]
}
