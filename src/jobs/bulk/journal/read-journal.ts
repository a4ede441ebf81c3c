import { createReadStream } from 'node:fs'
import { UsageError } from '../../../base/errors.js'
import { reason } from '../../../call/request/sources.js'
import type { Entry, JournalHeader } from './entry.js'

/** A journal as it was found. */
export interface ReadJournal {
  header: JournalHeader
  /** Its run left nothing to be done. */
  isFinished: boolean
  /** Up to the end of its last whole line. */
  bytes: number
}

/**
 * Reads a journal, in bounded memory, and hands over each entry behind its header. A last line without its end is the
 * trace of a kill and left out. Throws a UsageError for a file that is no journal.
 */
export async function readJournal(path: string, see: (entry: Entry) => void): Promise<ReadJournal> {
  let header: JournalHeader | undefined
  let isFinished = false
  let bytes = 0
  for await (const line of wholeLines(path)) {
    bytes += Buffer.byteLength(line) + 1
    const entry = parsed(line)
    if (!header) {
      if (!isHeader(entry)) break
      header = entry
    } else if (isEntry(entry)) {
      isFinished = 'note' in entry && entry.note === 'finished'
      see(entry)
    } else throw noJournal(path, 'a line of it is damaged')
  }
  if (!header) throw noJournal(path, 'it does not begin as one')
  return { header, isFinished, bytes }
}

async function* wholeLines(path: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const text of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    throw noJournal(path, reason(error))
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function isHeader(value: unknown): value is JournalHeader {
  return typeof value === 'object' && value !== null && 'journal' in value && value.journal === 1
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && ('do' in value || 'did' in value || 'note' in value)
}

function noJournal(path: string, why: string): UsageError {
  return new UsageError(`${path} is no journal of this program: ${why}`, {
    code: 'journal.unreadable',
    hint: 'give the file that the run named at its start and end',
  })
}
