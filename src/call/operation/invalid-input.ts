import type { Refused, Words } from './refused.js'

/** Rules that Logto tells by words of its message alone, and how to keep to them. */
const rules: readonly [pattern: RegExp, words: Words | ((found: RegExpExecArray) => Words)][] = [
  [
    /search field `(.+?)` is not (?:valid|allowed), expect one of ([\w, ]+)/i,
    ([, field, fields = '']) => ({
      says: `rows cannot be searched by ${field}`,
      hint: `the fields are ${fields.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    }),
  ],
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
  for (const [pattern, words] of rules) {
    const found = pattern.exec(text)
    if (found) return typeof words === 'function' ? words(found) : words
  }
  return undefined
}
