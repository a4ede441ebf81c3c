import { Flags, type Interfaces } from '@oclif/core'
import { outputFlags, processFlags, requestFlags } from '../../call/operation/global-flags.js'
import { sessionFlag } from '../../call/operation/oclif-shape.js'

const repeatable = { multiple: true, multipleNonGreedy: true } as const

/** What every command takes that drives a sign-in: there is no dry run of several requests that build on each other. */
export const flowBaseFlags: Interfaces.FlagInput = {
  ...outputFlags,
  profile: requestFlags.profile,
  endpoint: requestFlags.endpoint,
  retries: requestFlags.retries,
  timeout: requestFlags.timeout,
  ...processFlags,
}

/** What an authorization request takes. */
export const authorizationFlags: Interfaces.FlagInput = {
  'client-id': Flags.string({ description: 'Application to sign in to [required]', helpValue: '<id>' }),
  'redirect-uri': Flags.string({
    description: 'One of its redirect URIs, to the letter; it is never opened [required]',
    helpValue: '<uri>',
  }),
  scope: Flags.string({
    description: "Scopes, separated by spaces [default: 'openid profile']",
    helpValue: '<scopes>',
  }),
  resource: Flags.string({
    description: 'Resource indicator of an API; the access token is for the first one; repeatable',
    helpValue: '<uri>',
    ...repeatable,
  }),
  prompt: Flags.string({
    description: 'login, consent or none; consent goes with the scope offline_access by itself',
    helpValue: '<prompt>',
  }),
  'organization-id': Flags.string({ description: 'Organization that the sign-in is for', helpValue: '<id>' }),
  'login-hint': Flags.string({ description: 'Identifier to fill in on the sign-in page', helpValue: '<text>' }),
  'ui-locales': Flags.string({ description: 'Languages of messages, such as "de en"', helpValue: '<tags>' }),
  extra: Flags.string({
    description: 'Further parameter of the authorization request; repeatable',
    helpValue: '<name=value>',
    ...repeatable,
  }),
}

/** What becomes of the tokens. */
export const tokenFlags: Interfaces.FlagInput = {
  'client-secret-stdin': Flags.boolean({
    description: 'Read the secret of a traditional web application from standard input',
  }),
  decode: Flags.boolean({ description: 'Print what the tokens say instead of the tokens; not verified' }),
  save: Flags.string({
    description: 'Keep the tokens as a profile of the user, for the account commands, instead of printing them',
    helpValue: '<profile>',
  }),
  storage: Flags.string({ description: 'With --save: where to keep the secrets', options: ['keychain', 'file'] }),
}

/** A secret in both spellings: by name, and from the next line of standard input. */
export function secretFlags(name: string, help: string): Interfaces.FlagInput {
  return {
    [name]: Flags.string({ description: `${help} ['-', @FILE or =? to be asked]`, helpValue: '<value>' }),
    [`${name}-stdin`]: Flags.boolean({ description: `Same as --${name} -` }),
  }
}

export const sessionFlags: Interfaces.FlagInput = { session: sessionFlag() }
