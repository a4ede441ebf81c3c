import { mkdir, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from '../../../base/errors.js'
import { exactJson } from '../../../base/exact-json.js'
import { holdLock } from '../../../base/file-lock.js'
import { reason } from '../../../call/request/sources.js'
import { AppendFile } from './append-file.js'
import type { Intent, JournalHeader, Note, Outcome } from './entry.js'
import { readJournal } from './read-journal.js'

/**
 * A killed run gives no sign of life, and its journal is free after some seconds; more of them on a machine that has no
 * time for us. Of a living one two signs are enough.
 */
const patience = { patienceMs: 20_000, enoughSigns: 2 }

/**
 * What a run is about to send, and what came of it: lines of JSON in a file that only its user can read, held by one run
 * at a time. It holds no secret: whoever writes facts into it sees to that.
 */
export class Journal {
  private lost = false

  private constructor(
    readonly path: string,
    private readonly file: AppendFile,
    private readonly release: () => Promise<void>,
  ) {}

  /** Begins a new one. Throws a UsageError where the file exists or cannot be written. */
  static async create(path: string, header: JournalHeader): Promise<Journal> {
    return Journal.held(path, async () => {
      const file = await AppendFile.open(path, 'wx')
      await file.flushed(exactJson(header))
      return file
    })
  }

  /**
   * Goes on with one. Throws a UsageError when it is finished, in use by another run, or none; `check` throws where it is
   * of another job. A last line that a kill has cut is dropped.
   */
  static async resume(path: string, check: (header: JournalHeader) => void): Promise<Journal> {
    return Journal.held(path, async () => {
      const { header, isFinished, bytes } = await readJournal(path, () => {})
      if (isFinished) {
        throw new UsageError(`${path} is the journal of a run that is finished`, {
          code: 'journal.finished',
          hint: 'there is nothing to go on with; what failed can be given as a new run, see --failed',
        })
      }
      check(header)
      await truncate(path, bytes)
      const file = await AppendFile.open(path, 'a')
      await file.flushed(exactJson({ note: 'resumed', at: new Date().toISOString() } satisfies Note))
      return file
    })
  }

  private static async held(path: string, open: () => Promise<AppendFile>): Promise<Journal> {
    let journal: Journal | undefined
    const onLost = () => {
      if (journal) journal.lost = true
    }
    await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      throw cannotWrite(path, error)
    })
    const release = await holdLock(path, { ...patience, onLost })
    if (release === 'busy') {
      throw new UsageError(`another run is using the journal ${path}`, {
        code: 'journal.busy',
        hint: `wait until it has ended; if none is running, remove ${path}.lock`,
      })
    }
    if (release === 'unavailable') throw cannotWrite(path, new Error('its folder takes no lock'))
    try {
      journal = new Journal(path, await open(), release)
      return journal
    } catch (error) {
      await release().catch(() => {})
      throw error instanceof UsageError ? error : cannotWrite(path, error)
    }
  }

  /**
   * Says what is about to be sent, and waits until that is on the disk. Throws a UsageError when it cannot be: nothing is
   * sent then.
   */
  async intend(intent: Intent): Promise<void> {
    if (this.lost) throw cannotWrite(this.path, new Error('another run has taken it over'))
    await this.file.flushed(exactJson(intent)).catch((error: unknown) => {
      throw cannotWrite(this.path, error)
    })
  }

  /** Says what came of an intent. */
  record(outcome: Outcome): void {
    this.file.add(exactJson(outcome))
  }

  /** Ends this run's part; `isFinished`: nothing is left for another. Throws a UsageError when that cannot be written. */
  async close(isFinished: boolean): Promise<void> {
    try {
      if (isFinished) this.file.add(exactJson({ note: 'finished', at: new Date().toISOString() } satisfies Note))
      await this.file.close()
    } catch (error) {
      throw cannotWrite(this.path, error)
    } finally {
      await this.release().catch(() => {})
    }
  }
}

function cannotWrite(path: string, error: unknown): UsageError {
  const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
  return new UsageError(`the journal ${path} cannot be written: ${exists ? 'it exists already' : reason(error)}`, {
    code: 'journal.cannot_write',
    hint: exists
      ? 'to go on with it: --resume'
      : 'nothing is sent without it: make room, or choose another place with --journal',
    cause: error,
  })
}
