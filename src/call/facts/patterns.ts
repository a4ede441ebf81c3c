/** What the patterns of Logto's documents ask for, in words. */
const words: Readonly<Record<string, string>> = {
  '^\\S+@\\S+\\.\\S+$': 'an e-mail address such as ann@example.com',
  '^\\d+$': 'a phone number in digits alone, country code first, such as 15551234567',
  '^[A-Z_a-z]\\w*$': 'a username: letters, digits and _, not beginning with a digit',
  '^#[\\dA-Fa-f]{3}([\\dA-Fa-f]{3})?$': 'a colour such as #06b or #0066bb',
  '^\\d{4}(-\\d{2}){2}$': 'a date such as 2026-01-31',
}

/** What a text must be that a pattern (a regular expression of Logto's) stands for. */
export function patternInWords(pattern: string): string {
  return Object.hasOwn(words, pattern) ? (words[pattern] ?? pattern) : `text that matches ${pattern}`
}
