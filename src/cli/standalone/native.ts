/**
 * The keychain's native part. The system loads such a part from a file alone: it is written to a folder that nobody else
 * can write to, and is the part that the executable holds whenever it is loaded.
 */
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from '../../access/auth/cache-folder.js'

/** Loads a native module. Throws what the system's loader says. */
export function loadNative(module: NodeModule, data: Buffer): void {
  process.dlopen(module, nativeFile(data, join(cacheFolder(process.env), 'native')))
}

/** A file that holds this: kept in `folder`, or in one for this run alone where that folder is not safe. */
export function nativeFile(data: Buffer, folder: string): string {
  try {
    return fileIn(ownFolder(folder), data)
  } catch {
    const passing = mkdtempSync(join(tmpdir(), 'logto-native-'))
    process.once('exit', () => rmSync(passing, { recursive: true, force: true }))
    return fileIn(passing, data)
  }
}

/** The folder, if it is the user's own and nobody else's. Throws when it is not, or cannot be made. */
function ownFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const facts = lstatSync(folder)
  const isOwn = process.getuid === undefined || facts.uid === process.getuid()
  if (!facts.isDirectory() || !isOwn) throw new Error(`${folder} is not a folder of the user's`)
  if (process.platform !== 'win32' && (facts.mode & 0o077) !== 0) chmodSync(folder, 0o700)
  return folder
}

/** Versions follow each other: what is there is used only if it is the same. */
function fileIn(folder: string, data: Buffer): string {
  const file = join(folder, 'keychain.node')
  try {
    if (lstatSync(file).isFile() && readFileSync(file).equals(data)) return file
  } catch {
    // Not there yet.
  }
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, data, { mode: 0o700, flag: 'wx' })
  try {
    renameSync(draft, file)
  } catch {
    // On Windows another run holds the former file: this one takes its own.
    return draft
  }
  return file
}
