import { RE2JS } from 're2js'

/** What is found in a text: for each match what stands before it, and its groups, the whole one first. */
export interface Found {
  matches: { before: string; groups: (string | null)[] }[]
  /** Positions of the named groups. */
  names: Record<string, number>
  /** What follows the last match. */
  rest: string
}

const flagsByLetter: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
}

/**
 * Finds the first `most` matches of a pattern in RE2's syntax, in time proportional to the text. `/pattern/flags` may
 * be written as well, with the flags i, m and s. Throws an Error that says what is wrong with the pattern.
 */
export function findAll(text: string, pattern: string, most = Number.POSITIVE_INFINITY): Found {
  const compiled = compile(pattern)
  const matcher = compiled.matcher(text)
  const matches: Found['matches'] = []
  let at = 0
  while (matches.length < most && matcher.find()) {
    const groups: (string | null)[] = []
    for (let group = 0; group <= matcher.groupCount(); group++) groups.push(matcher.group(group) ?? null)
    matches.push({ before: text.slice(at, matcher.start()), groups })
    at = matcher.end()
  }
  return { matches, names: compiled.namedGroups(), rest: text.slice(at) }
}

function compile(pattern: string): RE2JS {
  const [, inner, letters = ''] = /^\/(.+)\/([a-z]*)$/s.exec(pattern) ?? []
  if (inner === undefined) return RE2JS.compile(pattern)
  let flags = 0
  for (const letter of letters) {
    const flag = flagsByLetter[letter]
    if (flag === undefined) throw new Error(`there is no flag ${letter}: the flags are i, m and s`)
    flags |= flag
  }
  return RE2JS.compile(inner.replaceAll('\\/', '/'), flags)
}
