/** What differs from run to run, and between a terminal (which a page shows) and a pipe. */
export function settled(output: string): string {
  return output
    .replace(/127\.0\.0\.1:\d+|localhost:\d+/g, 'HOST')
    .replace(/^(id\t)\w{12}$/gm, '$1ID')
    .replace(/^request id: \w+$/gm, 'request id: R')
    .replace(/\byes\b/g, 'true')
    .replace(/\bno$/gm, 'false')
    .replace(/[ \t]+/g, ' ')
    .trim()
}
