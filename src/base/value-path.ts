/** A place inside a JSON value: names of properties and positions in lists. */
export type ValuePath = readonly (string | number)[]

/**
 * Reads a path such as `profile.givenName`, `tags[0]` or `a\.b`: `\.`, `\[` and `\\` escape.
 * Throws what `refuse` makes of the reason: an empty part, an unclosed bracket.
 */
export function parseValuePath(text: string, refuse: (why: string) => Error): ValuePath {
  const parts: (string | number)[] = []
  let name = ''
  let named = false
  let i = 0
  const push = () => {
    parts.push(name)
    name = ''
    named = false
  }
  while (i < text.length) {
    const c = text[i]
    if (c === '\\' && i + 1 < text.length) {
      name += text[i + 1]
      named = true
      i += 2
    } else if (c === '.') {
      if (named) push()
      else if (i === 0 || text[i - 1] !== ']') throw refuse('has an empty part')
      if (i + 1 === text.length) throw refuse('ends in a dot')
      i += 1
    } else if (c === '[') {
      if (named) push()
      const index = /^\[(\d{1,6})\]/.exec(text.slice(i))
      if (!index) throw refuse('needs a number and a closing bracket after [')
      parts.push(Number(index[1]))
      i += index[0].length
      if (i < text.length && text[i] !== '.' && text[i] !== '[') throw refuse('needs a dot after ]')
    } else {
      name += c
      named = true
      i += 1
    }
  }
  if (named) push()
  if (parts.length === 0) throw refuse('is empty')
  return parts
}

/** Writes a path back as a person would type it. */
export function formatPath(path: ValuePath): string {
  return path
    .map((part, i) => {
      if (typeof part === 'number') return `[${part}]`
      const name = part.replace(/[\\.[]/g, '\\$&')
      return i === 0 ? name : `.${name}`
    })
    .join('')
}

/** A JSON object: neither a list nor null. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
