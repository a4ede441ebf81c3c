import { isPlainObject } from '../../../base/value-path.js'
import { none } from '../digests/password.js'
import { fault, type UnplacedFault } from '../fault.js'
import type { Person } from '../person.js'
import { join, unique } from '../sources/lists.js'
import type { ImportWishes } from '../wishes.js'
import {
  characters,
  emailFault,
  idFaults,
  longestText,
  phoneFault,
  shown,
  tooLong,
  usernameFault,
} from './identifiers.js'
import { hasLongNumber, textFaults } from './texts.js'
import { placeUnverified } from './unverified.js'

/** Characters of a picture's address at most. */
const longestUrl = 2048

/**
 * Checks a person as Logto would, and does as the wishes say with what has a choice: afterwards the person is as it would
 * be sent. Returns what is wrong, all of it. `isTable`: cells that a spreadsheet may have had; what was in Logto is meant.
 */
export function checkPerson(person: Person, wishes: ImportWishes, isTable: boolean): UnplacedFault[] {
  const { creation } = person
  const mayBeFormula = isTable && person.wasInLogto !== true
  const faults: (UnplacedFault | undefined)[] = [
    ...person.faults,
    emailFault(person),
    phoneFault(person),
    usernameFault(person, wishes),
    nameFault(person),
    avatarFault(person),
    ...profileFaults(person),
    ...idFaults(person),
    ...digestFaults(person, wishes),
    totpFault(person),
    ...keepRest(person, wishes),
    ...placeUnverified(person, wishes.unverified),
    ...textFaults(creation, '', mayBeFormula),
    ...textFaults(person.roles, 'roles', mayBeFormula),
    ...textFaults(person.organizations, 'organizations', mayBeFormula),
  ]
  const found = faults.filter((one) => one !== undefined)
  if (found.length === 0 && !canSignIn(person)) {
    if (person.wasInLogto === true && person.password.as === 'none') person.changes.push(noWayBefore)
    else found.push(noSignIn(person))
  }
  if (hasLongNumber(creation.customData))
    person.changes.push('numbers of more than 15 digits in customData, which Logto rounds')
  person.roles = unique([...person.roles, ...wishes.roles])
  for (const organization of wishes.organizations) join(person.organizations, organization, [])
  return found
}

/** What only one person can have: lines with the same are of one person, or a fault. */
export function keysOf({ creation, sourceId, identities }: Person): string[] {
  const { primaryEmail, primaryPhone, username } = creation
  return [
    ...(primaryEmail === undefined ? [] : [`e-mail address ${primaryEmail.toLowerCase()}`]),
    ...(primaryPhone === undefined ? [] : [`telephone number ${primaryPhone}`]),
    ...(username === undefined ? [] : [`username ${username}`]),
    ...(sourceId === undefined ? [] : [`ID ${sourceId}`]),
    ...Object.entries(identities).map(([target, { userId }]) => `${target} identity ${userId}`),
  ]
}

/** By a code to an address, by a password to a username, or by a social provider. */
function canSignIn({ creation, password, identities }: Person): boolean {
  if (creation.primaryEmail !== undefined || creation.primaryPhone !== undefined) return true
  if (Object.keys(identities).length > 0) return true
  return creation.username !== undefined && (password.as === 'digest' || password.as === 'plain')
}

/** What is said of those who lose nothing. */
const noWayBefore = 'no way to sign in, as in the Logto that they come from'

function noSignIn({ creation, password }: Person): UnplacedFault {
  if (creation.username === undefined) {
    return fault(
      'no_sign_in',
      'nothing is left to sign in with: no e-mail address, telephone number, username or social identity',
    )
  }
  const why = password.as === 'impossible' ? `, and of the password ${password.why}` : ''
  return fault('no_sign_in', `a username without a password that Logto can check is no way to sign in${why}`)
}

function nameFault({ creation: { name }, from }: Person): UnplacedFault | undefined {
  const length = name === undefined ? 0 : characters(name)
  return length > longestText ? fault('name_too_long', tooLong('the name', length), from.name) : undefined
}

function avatarFault({ creation: { avatar }, from }: Person): UnplacedFault | undefined {
  if (avatar === undefined) return undefined
  if (!URL.canParse(avatar)) return fault('bad_avatar', `${shown(avatar)} is no URL`, from.avatar)
  const length = characters(avatar)
  if (length <= longestUrl) return undefined
  return fault(
    'avatar_too_long',
    `the address of the picture has ${length} characters, and Logto takes ${longestUrl}`,
    from.avatar,
  )
}

/** Logto's profile holds texts, and an address of texts; what it does not know it drops without a word. */
const profileNames = [
  ['familyName', 'givenName', 'middleName', 'nickname', 'preferredUsername', 'profile', 'website', 'gender'],
  ['birthdate', 'zoneinfo', 'locale'],
].flat()
const addressNames = ['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country']

function profileFaults({ creation: { profile }, from }: Person): UnplacedFault[] {
  const faults: UnplacedFault[] = []
  const check = (value: unknown, path: string, isKnown: boolean) => {
    const column = from[path] ?? from.profile ?? path
    if (!isKnown)
      faults.push(fault('unknown_profile', `Logto's profile has no ${path.slice('profile.'.length)}`, column))
    else if (typeof value !== 'string') faults.push(fault('not_text', `${path} is no text`, column))
  }
  for (const [name, value] of Object.entries(profile)) {
    if (name !== 'address' || !isPlainObject(value)) check(value, `profile.${name}`, profileNames.includes(name))
    else
      for (const [part, text] of Object.entries(value))
        check(text, `profile.address.${part}`, addressNames.includes(part))
  }
  return faults
}

function digestFaults(person: Person, { badDigest }: ImportWishes): UnplacedFault[] {
  const { password } = person
  if (password.as !== 'broken') return []
  if (badDigest === 'fail') return [fault('bad_digest', password.why, person.from.password ?? 'password')]
  person.password = none
  person.changes.push('damaged hashes dropped')
  return []
}

/** Base32 (RFC 4648), as authenticator apps take it. */
function totpFault({ totpSecret }: Person): UnplacedFault | undefined {
  if (totpSecret === undefined || /^[A-Z2-7]{16,}=*$/.test(totpSecret)) return undefined
  return fault('bad_totp', 'the TOTP secret is not base32 of 16 characters or more', 'totpSecret')
}

function keepRest(person: Person, wishes: ImportWishes): UnplacedFault[] {
  if (!wishes.keepRest) return []
  const { customData } = person.creation
  const faults: UnplacedFault[] = []
  for (const [column, value] of Object.entries(person.rest)) {
    if (column in customData) faults.push(fault('custom_data_taken', `customData has ${column} already`, column))
    else customData[column] = value
  }
  return faults
}
