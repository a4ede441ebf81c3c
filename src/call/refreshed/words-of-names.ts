/** Words for people from names of the API, and from nothing else. */

import { kebab } from '../facts/maker/fields.js'

/** Words that are written in a way of their own. */
const spelled: Readonly<Record<string, string>> = {
  api: 'API',
  csv: 'CSV',
  id: 'ID',
  ids: 'IDs',
  idp: 'IdP',
  ip: 'IP',
  json: 'JSON',
  jwt: 'JWT',
  mfa: 'MFA',
  oidc: 'OIDC',
  saml: 'SAML',
  sms: 'SMS',
  sso: 'SSO',
  totp: 'TOTP',
  ui: 'UI',
  uri: 'URI',
  uris: 'URIs',
  url: 'URL',
  urls: 'URLs',
}

/** What a verb of a command does, where the word alone does not say it. */
const doing: Readonly<Record<string, string>> = {
  get: 'show',
  update: 'change',
  upsert: 'create or replace',
}

/** The words of a name: `trustedDeviceId` → `trusted`, `device`, `id`. */
export function wordsIn(name: string): string[] {
  return kebab(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** A name as the beginning of a sentence: `includeSsoIdentities` → `Include SSO identities`. */
export function sentenceOf(words: readonly string[]): string {
  const text = words.map((word) => (Object.hasOwn(spelled, word) ? spelled[word] : word)).join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** What a command does, by its verb and the noun of the object that it belongs to: `List trusted devices of a user`. */
export function summaryOf(verb: string, owner: string | undefined): string {
  const [does = '', ...rest] = verb.split('-')
  const what = sentenceOf([...(Object.hasOwn(doing, does) ? (doing[does] ?? does) : does).split(' '), ...rest])
  if (owner === undefined) return what
  return `${what} of ${/^[aeio]|^u(?!s)/.test(owner) ? 'an' : 'a'} ${owner}`
}

/** One of many: `devices` → `device`, `identities` → `identity`. */
export function singular(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=ss|sh|ch|x)es$/, '')
    .replace(/(?<=[^su])s$/, '')
}
