import { parsePhoneNumberWithError } from 'libphonenumber-js'

/** Digits, and the signs that people write between them. */
const shape = /^\+?[\d\-(). \u00a0]+$/

/**
 * The digits that Logto stores for a telephone number: country code and national number, without `+` and without the
 * zero that some write before the national number (ITU-T E.164; Logto parses with the same library). Undefined for what
 * is no number with a country code, such as a national number or one that a spreadsheet has made an exponent of.
 */
export function normalizedPhone(text: string): string | undefined {
  if (!shape.test(text)) return undefined
  try {
    const { countryCallingCode, nationalNumber } = parsePhoneNumberWithError(text.startsWith('+') ? text : `+${text}`)
    return `${countryCallingCode}${nationalNumber}`
  } catch {
    return undefined
  }
}
