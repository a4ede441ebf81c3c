/** The words of a POSIX command line as they stand, quotes and all. */
export function shellWords(line: string): string[] {
  return line.match(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|\S)+/gs) ?? []
}

/** A word of a POSIX command line as the program gets it. */
export function unquoted(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/gs,
    (_, plain?: string, rich?: string, one?: string) => plain ?? rich?.replace(/\\(.)/gs, '$1') ?? one ?? '',
  )
}
