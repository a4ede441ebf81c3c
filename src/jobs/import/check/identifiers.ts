import { normalizedPhone } from '../../../base/phone.js'
import { fault, type UnplacedFault } from '../fault.js'
import type { Person } from '../person.js'
import type { ImportWishes } from '../wishes.js'

/** What Logto wants of an address and of a username, and how many characters its columns take. */
const emailForm = /^\S+@\S+\.\S+$/
const usernameForm = /^[A-Z_a-z]\w*$/
export const longestText = 128

/** A number that a spreadsheet has rounded: 4.93023E+11, 4,93023E+11. */
const exponent = /^\d+([.,]\d+)?E\+?\d+$/i

export const characters = (text: string) => [...text].length

export function emailFault({ creation: { primaryEmail }, from }: Person): UnplacedFault | undefined {
  if (primaryEmail === undefined) return undefined
  const column = from.primaryEmail
  if (!emailForm.test(primaryEmail)) return fault('bad_email', `${shown(primaryEmail)} is no e-mail address`, column)
  const length = characters(primaryEmail)
  return length > longestText ? fault('email_too_long', tooLong('the e-mail address', length), column) : undefined
}

/** Writes the number as Logto stores it. */
export function phoneFault(person: Person): UnplacedFault | undefined {
  const { creation, from, changes } = person
  const given = creation.primaryPhone
  if (given === undefined) return undefined
  if (exponent.test(given)) {
    return fault(
      'mangled_number',
      `${shown(given)} is a telephone number that a spreadsheet has rounded: its digits are lost`,
      from.primaryPhone,
    )
  }
  const normal = normalizedPhone(given)
  if (normal === undefined) {
    return fault('bad_phone', `${shown(given)} is no telephone number with a country code`, from.primaryPhone)
  }
  if (normal !== given) changes.push('telephone numbers written as Logto stores them: digits alone')
  creation.primaryPhone = normal
  return undefined
}

/**
 * A username that only repeats the address says nothing: it is left out. Another that Logto refuses is a fault, or goes
 * where `badUsername` says.
 */
export function usernameFault(
  person: Person,
  { badUsername }: Pick<ImportWishes, 'badUsername'>,
): UnplacedFault | undefined {
  const { creation, from, changes } = person
  const { username, primaryEmail } = creation
  if (username === undefined) return undefined
  if (username.toLowerCase() === primaryEmail?.toLowerCase()) {
    delete creation.username
    changes.push('usernames left out that only repeat the e-mail address')
    return undefined
  }
  const length = characters(username)
  if (usernameForm.test(username) && length <= longestText) return undefined
  if (badUsername === 'fail') {
    const why =
      length > longestText
        ? tooLong('the username', length)
        : `${shown(username)} is no username for Logto: letters, digits and _, no digit first`
    return fault('bad_username', why, from.username)
  }
  delete creation.username
  if (badUsername === 'drop') changes.push('usernames dropped that Logto refuses')
  else if ('username' in creation.customData)
    return fault('custom_data_taken', 'customData has a username already', from.username)
  else {
    creation.customData.username = username
    changes.push('usernames kept in customData that Logto refuses')
  }
  return undefined
}

/** IDs that a spreadsheet has rounded are no longer anybody's. */
export function idFaults({ sourceId, identities }: Person): UnplacedFault[] {
  const ids = [sourceId ?? '', ...Object.values(identities).map(({ userId }) => userId)]
  return ids
    .filter((id) => exponent.test(id))
    .map((id) => fault('mangled_number', `${shown(id)} is an ID that a spreadsheet has rounded: its digits are lost`))
}

export function tooLong(what: string, length: number): string {
  return `${what} has ${length} characters, and Logto takes ${longestText}`
}

/** A value in a message: short, and on one line. */
export function shown(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ')
  return JSON.stringify(characters(line) > 60 ? `${[...line].slice(0, 59).join('')}…` : line)
}
