/** What `JSON.parse` does not tell of a text. */
export interface JsonFacts {
  /** Levels of lists and objects inside one another. */
  depth: number
  /** The first name that an object has twice, and its place in the text. */
  doubled?: { name: string; at: number }
}

/**
 * Reads the structure of a JSON text without recursion, so that no depth is too much for it. Of a text that is no JSON
 * only the depth means anything.
 */
export function jsonFacts(text: string): JsonFacts {
  const open: (Set<string> | undefined)[] = []
  const facts: JsonFacts = { depth: 0 }
  let isName = false
  for (const { 0: token, index } of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/gs)) {
    switch (token) {
      case '{':
      case '[':
        open.push(token === '{' ? new Set() : undefined)
        facts.depth = Math.max(facts.depth, open.length)
        isName = token === '{'
        break
      case '}':
      case ']':
        open.pop()
        isName = false
        break
      case ',':
        isName = open.at(-1) !== undefined
        break
      case ':':
        isName = false
        break
      default: {
        const names = isName ? open.at(-1) : undefined
        if (!names) break
        const name = nameOf(token)
        if (names.has(name)) facts.doubled ??= { name, at: index }
        names.add(name)
      }
    }
  }
  return facts
}

/** `"a"` and `"\u0061"` are one name. */
function nameOf(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1)
  try {
    return JSON.parse(token) as string
  } catch {
    return token
  }
}
