/** A colour, a phone number, an e-mail address, a name, a date. */
const texts = ['#5d34f2', '15551234567', 'someone@example.com', 'ann_lee', '2026-01-31']

/** A plain text that a pattern of Logto's documents allows; empty where none is known. */
export function textMatching(pattern: string): string {
  const expression = new RegExp(pattern)
  return texts.find((text) => expression.test(text)) ?? ''
}
