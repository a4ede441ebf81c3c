import type { Schema } from './document.js'
import type { Repair } from './repair.js'
import { become, type SchemaPlace, schemasOf } from './schema-walk.js'

/** The words that Logto's generator leaves where a check written as code hides the type. */
export const codeMarker = 'Validator function'

/** Properties known to hold strings, by the last name on the way to them. */
const stringLists = new Set(['redirectUris', 'postLogoutRedirectUris'])

/** Properties known to hold texts by language: so a connector's are answered. */
const objects = new Set(['name', 'description'])

const yesOrNo: Schema = { type: 'boolean' }

/** Objects whose properties a running Logto takes and answers. */
const described: Readonly<Record<string, Schema>> = {
  encryption: {
    type: 'object',
    nullable: true,
    properties: { encryptAssertion: yesOrNo, encryptThenSign: yesOrNo, certificate: { type: 'string' } },
  },
  usernamePolicy: {
    type: 'object',
    properties: {
      caseSensitive: yesOrNo,
      minLength: { type: 'number' },
      maxLength: { type: 'number' },
      allowedChars: {
        type: 'object',
        properties: { lowercase: yesOrNo, uppercase: yesOrNo, numbers: yesOrNo, underscore: yesOrNo },
      },
    },
  },
}

/**
 * A value that Logto checks by a function is typed as an object, whatever it is; a redirect URI, for one, is a string.
 * Strings where they are known, an object where that is true, else left open. Needs the prose, so runs before it goes.
 */
export const checkedByCode: Repair = {
  name: 'typed as an object because of a check written as code',
  apply(documents, log) {
    for (const place of schemasOf(documents)) {
      if (place.schema.description !== codeMarker) continue
      become(place.schema, realType(place))
      log.mend()
    }
  },
}

function realType({ names }: SchemaPlace): Schema {
  const name = names.at(-1) ?? ''
  if (stringLists.has(name)) return { type: 'string' }
  if (Object.hasOwn(described, name)) return structuredClone(described[name] ?? {})
  return objects.has(name) ? { type: 'object', additionalProperties: true } : {}
}

/**
 * `acsUrl` says `string` beside named properties: prose laid over the generated type. The properties are right,
 * since they come from the code.
 */
export const scalarWithProperties: Repair = {
  name: 'scalar with properties',
  apply(documents, log) {
    for (const { schema } of schemasOf(documents)) {
      if (!schema.properties || schema.type === undefined || schema.type === 'object') continue
      schema.type = 'object'
      log.mend()
    }
  },
}

/** A text or JSON file served from a custom domain. */
const verificationFiles: Schema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { path: { type: 'string' }, content: { type: 'string' }, contentType: { type: 'string' } },
  },
}

interface KnownType {
  operationId: string
  use: SchemaPlace['use']
  /** Property names from the body down; empty for the body itself. */
  names: string
  /** What the document says today: when it says something else, the row is stale. */
  wrong: Schema['type']
  right: Schema
}

/** Rows known from what Logto takes and answers; nothing in the document itself gives these away. */
const known: readonly KnownType[] = [
  row('UpdateAccountCenterSettings', 'body', 'deleteAccountUrl', 'object', { type: 'string', nullable: true }),
  row('ReplaceDomainVerificationFiles', 'body', 'verificationFiles', 'object', verificationFiles),
  row('ReplaceDomainVerificationFiles', 'answer', '', undefined, verificationFiles),
  row('ListDomainVerificationFiles', 'answer', '', undefined, verificationFiles),
  row('CreateResource', 'body', 'accessTokenTtl', 'number', { type: 'integer', default: 3600 }),
  row('UpdateResource', 'body', 'accessTokenTtl', 'number', { type: 'integer' }),
  row('ListSamlApplicationSecrets', 'answer', 'expiresAt', 'string', { type: 'number' }),
]

function row(
  operationId: string,
  use: SchemaPlace['use'],
  names: string,
  wrong: Schema['type'],
  right: Schema,
): KnownType {
  return { operationId, use, names, wrong, right }
}

/**
 * Wrong types that only an exchange with Logto shows: a URL and a list of files typed as objects (the words that mark
 * a check written as code were overwritten by prose), a number of milliseconds typed as a date.
 * Runs after `checkedByCode`, which leaves the answers' lists of files open.
 */
export const wronglyTyped: Repair = {
  name: 'wrong types',
  apply(documents, log) {
    const places = [...schemasOf(documents)]
    for (const { operationId, use, names, wrong, right } of known) {
      // The items of a list stand at the same place as the list, and come before it.
      const place = places.findLast(
        (candidate) =>
          candidate.operationId === operationId && candidate.use === use && candidate.names.join('.') === names,
      )
      if (!place || place.schema.type !== wrong) {
        log.miss(`${operationId}: ${use} ${names} is no longer typed as ${wrong ?? 'anything'}`)
        continue
      }
      become(place.schema, structuredClone(right))
      log.mend()
    }
  },
}
