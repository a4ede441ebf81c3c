/**
 * The program's own files within the executable. They have paths below the executable's own, where no file of the disk
 * can be: what reads them need not know where they are.
 */
import fs from 'node:fs'
import { sep } from 'node:path'
import { getRawAsset } from 'node:sea'
import { fileURLToPath } from 'node:url'

/** The folder that the program finds its files in; it ends in a separator. */
export const root = `${process.execPath}${sep}`

/** A file of the program's; undefined for one that the executable does not hold. Not to be written to. */
export function ownFile(path: string): Buffer | undefined {
  const name = nameOf(path)
  if (name === undefined) return undefined
  try {
    return Buffer.from(getRawAsset(name) as ArrayBuffer)
  } catch {
    return undefined
  }
}

/** Its name in the executable; undefined for files of the disk. */
function nameOf(path: string): string | undefined {
  return path.startsWith(root) ? path.slice(root.length).replaceAll('\\', '/') : undefined
}

/** Lets Node's `fs` read and find the program's own files, in the thread that calls this. */
export function serveFiles(): void {
  const { existsSync, readFileSync, promises } = fs
  const { readFile } = promises
  const read = (file: unknown, options: unknown) => {
    const path = file instanceof URL && file.protocol === 'file:' ? fileURLToPath(file) : file
    const data = typeof path === 'string' ? ownFile(path) : undefined
    if (!data) return undefined
    const encoding = typeof options === 'object' && options ? (options as { encoding?: unknown }).encoding : options
    // The executable's memory cannot be written to: whoever wants bytes gets a copy.
    return typeof encoding === 'string' ? data.toString(encoding as BufferEncoding) : Buffer.from(data)
  }
  Object.assign(fs, {
    existsSync: (path: fs.PathLike) => (typeof path === 'string' && ownFile(path) !== undefined) || existsSync(path),
    readFileSync: (...given: Parameters<typeof readFileSync>) => read(given[0], given[1]) ?? readFileSync(...given),
  })
  Object.assign(promises, {
    readFile: async (...given: Parameters<typeof readFile>) => read(given[0], given[1]) ?? readFile(...given),
  })
}
