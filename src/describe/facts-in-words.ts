import type { Authority, Operation } from '../operation/operation.js'
import type { InputDescription } from './description.js'
import type { Limits, PropertyDescription } from './properties.js'

const needsByAuthority: Readonly<Record<Authority, readonly string[]>> = {
  management: ['a token of the Management API (scope all)'],
  user: [
    "an end user's opaque token (LOGTO_USER_TOKEN, or `logto login`)",
    'the account center switched on (`logto account-center update --enabled`)',
  ],
  interaction: ['the cookies of a sign-in that an authorization request has begun'],
  optional: ['no token, though one that is there is sent'],
  none: ['no token'],
}

/** Whose right an operation takes, and with it what must be switched on. */
export function authorityNeeds(authority: Authority): readonly string[] {
  return needsByAuthority[authority]
}

/**
 * What a command's description ends with: what it needs, beside the token that nearly every command needs. Empty where
 * there is nothing to say.
 */
export function needsSentence(authority: Authority, needs: readonly string[] = []): string {
  const all = [...(authority === 'user' ? needsByAuthority.user : []), ...needs]
  return all.length > 0 ? `Needs ${all.join('; ')}.` : ''
}

/** What an operation destroys, replaces or hands out. */
export function effectsOf({ destructive, destructiveWhenEmpty, reveals, body }: Operation): string[] {
  return [
    ...(destructive ? ['It destroys something: it asks first, and a script gives --yes.'] : []),
    ...(destructiveWhenEmpty
      ? ['It replaces the whole set: an empty one removes all, so it asks first, and a script gives --yes.']
      : []),
    ...(body?.patch === 'replaces'
      ? ['An object or list given replaces the stored one as a whole; --merge keeps the rest of it.']
      : []),
    ...(body?.patch === 'merges' ? ['It adds to what is stored: top-level keys that are not given stay.'] : []),
    ...(reveals ? ['It hands out a secret, which is shown unmasked.'] : []),
  ]
}

/** What must be kept to, in a few words: `string`, `required`, `up to 128 characters`, `one of A, B`. The type stands first. */
export function propertyFacts(property: PropertyDescription): string[] {
  const { type, nullable, required, values, limits, variants } = property
  return [
    nullable ? `${type} or null` : type,
    required ? 'required' : 'optional',
    ...(values ? [oneOf(values)] : []),
    ...(variants ? [`one of ${variants.length} forms`] : []),
    ...limitWords(limits),
    ...(property.default === undefined ? [] : [`default ${JSON.stringify(property.default)}`]),
    ...(property.secret ? ['a secret'] : []),
    ...(property.replaces ? ['replaces what is stored'] : []),
    ...(property.ignored ? ['Logto ignores it'] : []),
    ...(property.deprecated ? ['deprecated'] : []),
  ]
}

/** The same of an argument or a flag; its type stands first. */
export function inputFacts(input: InputDescription): string[] {
  const { type, list, required, values, min, max } = input
  return [
    type === 'any' || type === 'json' ? 'JSON' : type,
    ...(list ? ['repeatable'] : []),
    ...(required ? ['required'] : []),
    ...(values ? [oneOf(values)] : []),
    ...limitWords({ ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) }),
    ...(input.default === undefined ? [] : [`default ${JSON.stringify(input.default)}`]),
    ...(input.secret ? ['a secret'] : []),
  ]
}

function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? `always ${String(values[0])}` : `one of ${values.map(String).join(', ')}`
}

function limitWords(limits: Limits = {}): string[] {
  const { minLength, maxLength, minimum, maximum, minItems, pattern, format } = limits
  return [
    ...range(minLength === 0 ? undefined : minLength, maxLength, ' characters'),
    ...range(minimum, maximum, ''),
    ...(minItems === undefined ? [] : [`at least ${minItems} ${minItems === 1 ? 'item' : 'items'}`]),
    ...(pattern === undefined ? [] : [`matches ${pattern}`]),
    ...(format === undefined || format === 'binary' ? [] : [format]),
  ]
}

function range(least: number | undefined, most: number | undefined, unit: string): string[] {
  if (least !== undefined && most !== undefined) return [`${least} to ${most}${unit}`]
  if (most !== undefined) return [`up to ${most}${unit}`]
  // Nearly every text must not be empty.
  if (least === undefined) return []
  return [unit !== '' && least === 1 ? 'not empty' : `at least ${least}${unit}`]
}
