import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'

/** What reading came to; `why` continues the sentence that begins with the path. */
export type PlainFile =
  | { kind: 'text'; text: string; stats: Stats }
  | { kind: 'missing' }
  | { kind: 'refused'; why: string }

/**
 * Reads a small file without trusting its folder: a symbolic link is not followed, a device or pipe not opened, and no
 * more than `maxBytes` are read. Never throws for what stands at the path. Waits for the file as it reads: the threads
 * that would wait instead take 3 ms to start.
 */
export async function readPlainFile(path: string, maxBytes: number): Promise<PlainFile> {
  try {
    const refusal = whyNotPlain(lstatSync(path), maxBytes)
    if (refusal) return { kind: 'refused', why: refusal }
    // Windows knows neither flag.
    const careful = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const file = openSync(path, constants.O_RDONLY | careful)
    try {
      // What was opened counts: the path may lead elsewhere since.
      const stats = fstatSync(file)
      const change = whyNotPlain(stats, maxBytes)
      if (change) return { kind: 'refused', why: change }
      const bytes = Buffer.alloc(maxBytes + 1)
      const bytesRead = readSync(file, bytes, 0, bytes.length, 0)
      if (bytesRead > maxBytes) return { kind: 'refused', why: tooLarge(maxBytes) }
      return { kind: 'text', text: bytes.toString('utf8', 0, bytesRead), stats }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'refused', why: `cannot be read (${code})` }
  }
}

/** Why a file of that kind is not read; undefined for a regular one of at most `maxBytes`. */
export function whyNotPlain(stats: Stats, maxBytes: number): string | undefined {
  if (stats.isSymbolicLink()) return 'is a symbolic link, and only a plain file is read'
  if (stats.isDirectory()) return 'is a folder'
  if (!stats.isFile()) return 'is a device or pipe, and only a plain file is read'
  return stats.size > maxBytes ? tooLarge(maxBytes) : undefined
}

function tooLarge(maxBytes: number): string {
  return `is larger than ${maxBytes / 1024} KB`
}
