import { join, sep } from 'node:path'

/**
 * How this program is started again, as a file and its first words, for the program whose own files are found in `root`:
 * the executable itself where it holds them (see `src/cli/standalone`), otherwise Node with the entry.
 */
export function startAgain(root: string): [file: string, ...words: string[]] {
  return root.startsWith(process.execPath + sep) ? [process.execPath] : [process.execPath, join(root, 'bin', 'run.js')]
}
