import { isPlainObject } from '../../base/value-path.js'
import { harmless } from '../../call/output/harmless.js'

/**
 * Characters that show nothing and that a model reads all the same: the other format characters (Unicode's Cf), such as
 * tags, marks of direction and zero-width ones; and variation selectors that stand in a row, which can carry a message.
 * The two joiners are part of how Persian, Hindi and emoji are written.
 */
const unseen = /(?![\u{200c}\u{200d}])\p{Cf}|[\u{e0100}-\u{e01ef}]|(?<=[\u{fe00}-\u{fe0f}])[\u{fe00}-\u{fe0f}]/gu

/** A text of the tenant's with everything spelled out that a reader would not see: `\u{202e}`. Line breaks and tabs stay. */
export function visibleText(text: string): string {
  return harmless(text).replace(unseen, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

/** The same for every text in a JSON value, names of properties too. */
export function visible(value: unknown): unknown {
  if (typeof value === 'string') return visibleText(value)
  if (Array.isArray(value)) return value.map(visible)
  if (!isPlainObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [visibleText(name), visible(part)]))
}
