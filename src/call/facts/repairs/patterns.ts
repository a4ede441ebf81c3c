import type { Repair } from './repair.js'
import { schemasOf } from './schema-walk.js'

/**
 * Logto's generator prints a regular expression as JavaScript does, `/…/flags`. A JSON schema takes the bare source,
 * so the slashes would have to be in the value. The flag `i` has no place of its own and is written into the pattern.
 */
export const slashedPatterns: Repair = {
  name: 'patterns with slashes',
  apply(documents, log) {
    for (const { schema } of schemasOf(documents)) {
      const match = /^\/(.*)\/([a-z]*)$/s.exec(schema.pattern ?? '')
      if (!match) continue
      const [, source = '', flags = ''] = match
      const pattern = barePattern(source, flags)
      if (pattern === undefined) delete schema.pattern
      else schema.pattern = pattern
      log.mend()
    }
  },
}

/** The pattern that means the same without flags; undefined when there is none, so that nothing is refused wrongly. */
export function barePattern(source: string, flags: string): string | undefined {
  const meaning = flags.replace(/[dgy]/g, '')
  if (meaning === '') return source
  return meaning === 'i' ? ignoringCase(source) : undefined
}

/** Writes both cases of every letter; undefined for what is not plainly readable (groups with names, back references). */
function ignoringCase(source: string): string | undefined {
  if (/\\[kpPuxc1-9]|\(\?</.test(source)) return undefined
  let inClass = false
  return source.replace(/\\.|\[|\]|[a-zA-Z]-[a-zA-Z]|[a-zA-Z]/gs, (token) => {
    if (token.startsWith('\\')) return token
    if (token === '[' || token === ']') {
      inClass = token === '['
      return token
    }
    const both = bothCases(token)
    if (inClass) return both
    return token.length === 1 ? `[${both}]` : token.replace(/[a-zA-Z]/g, (letter) => `[${bothCases(letter)}]`)
  })
}

function bothCases(letters: string): string {
  return `${letters.toUpperCase()}${letters.toLowerCase()}`
}
