import { parsePhoneNumberWithError } from 'libphonenumber-js'

/** A phone number as it is stored and compared: digits, without `+`. */
export interface PhoneNumber {
  /** Country code and national number, without the zero that many countries write before a local number. */
  normal: string
  /** The same number with that zero. Both count as one number. */
  withZero: string
}

/**
 * Reads an international number, with or without `+`: `610412345678` and `61412345678` are one.
 * `undefined` when it cannot be read as a number; one that is read need not exist. The rules are those of
 * libphonenumber, which Logto uses too.
 */
export function phoneNumber(text: string): PhoneNumber | undefined {
  try {
    const { countryCallingCode, nationalNumber } = parsePhoneNumberWithError(text.startsWith('+') ? text : `+${text}`)
    return { normal: `${countryCallingCode}${nationalNumber}`, withZero: `${countryCallingCode}0${nationalNumber}` }
  } catch {
    return undefined
  }
}
