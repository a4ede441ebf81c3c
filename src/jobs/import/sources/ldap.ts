import { writtenHash } from '../digests/written-hash.js'
import { contactPhone } from './contact-phone.js'
import type { Source, Values } from './source.js'

/** LDAP: entries of a directory (RFC 2798, inetOrgPerson), which ldif.ts reads from LDIF. */
export const ldap: Source = {
  name: 'ldap',
  title: 'LDAP',
  knows: (sample) => sample.has('dn', 'objectClass') || sample.has('dn', 'uid'),
  shape: (values) => ({ values: firstValues(values) }),
  read(row, context) {
    const { person } = row
    const dn = row.text('dn', 'id')
    person.sourceId = row.text('entryUUID', 'id') ?? dn
    row.creation('username', 'uid')
    row.creation('primaryEmail', 'mail')
    if (row.creation('name', 'displayName') === undefined) row.creation('name', 'cn')
    else row.pass('repeated', 'cn')
    row.profile('givenName', 'givenName')
    row.profile('familyName', 'sn')
    row.profile('locale', 'preferredLanguage')
    contactPhone(row, 'mobile')
    const hash = row.text('userPassword', 'password')
    if (hash !== undefined)
      person.password = hash.startsWith('{') ? writtenHash(hash, context) : { as: 'plain', password: hash }
    const classes = [row.value('objectClass', 'left out')].flat().map(String)
    if (!classes.some((one) => /person|account/i.test(one))) person.leftOut = 'entries that are no persons'
  },
}

/** Attributes may have several values: the first is read, and the others stay in the rest. */
function firstValues(values: Values): Values {
  const first: Record<string, unknown> = {}
  for (const [attribute, value] of Object.entries(values)) {
    const isList = Array.isArray(value) && attribute !== 'objectClass'
    first[attribute] = isList ? value[0] : value
    if (isList && value.length > 1) first[`${attribute} (others)`] = value.slice(1)
  }
  return first
}
