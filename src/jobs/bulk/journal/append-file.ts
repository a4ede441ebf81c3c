import { type FileHandle, open } from 'node:fs/promises'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'

/**
 * Milliseconds from one group of lines to the next, in which more gather. Those that wait are twice as many as requests may
 * be under way, so that this costs no time, and a system call for each line would.
 */
const groupMs = 4

/**
 * A file that lines are added to. What is awaited with `flushed` is on the disk; lines that come while one group is on
 * its way there make the next group. After a failure nothing more is written, and everybody who waits hears of it.
 */
export class AppendFile {
  private pending = ''
  private waiting: { resolve: () => void; reject: (error: unknown) => void }[] = []
  private isWriting = false
  /** When the last group was on the disk, in milliseconds. */
  private wroteAt = 0
  private failure: unknown

  private constructor(private readonly file: FileHandle) {}

  /** @param flags `wx` for a new file, `a` for one that goes on */
  static async open(path: string, flags: 'wx' | 'a'): Promise<AppendFile> {
    return new AppendFile(await open(path, flags, 0o600))
  }

  /** Adds a line. It is written soon, and on the disk with the next group that is. */
  add(line: string): void {
    this.pending += `${line}\n`
    this.begin()
  }

  /** Adds a line and waits until it is on the disk. Throws what the file system says. */
  flushed(line: string): Promise<void> {
    this.pending += `${line}\n`
    return this.sync()
  }

  /** Waits until everything added is on the disk. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      this.begin()
    })
  }

  async close(): Promise<void> {
    try {
      await this.sync()
    } finally {
      await this.file.close()
    }
  }

  private begin(): void {
    if (this.isWriting) return
    this.isWriting = true
    void this.write().finally(() => {
      this.isWriting = false
      if (this.pending !== '' || this.waiting.length > 0) this.begin()
    })
  }

  private async write(): Promise<void> {
    // The first lines after a rest come together, in one turn.
    const left = this.wroteAt + groupMs - process.uptime() * 1000
    await (left > 0 ? wait(left) : turn())
    const text = this.pending
    const waiting = this.waiting
    this.pending = ''
    this.waiting = []
    try {
      if (this.failure !== undefined) throw this.failure
      if (text !== '') await this.file.appendFile(text)
      if (waiting.length > 0) await this.file.datasync()
      for (const { resolve } of waiting) resolve()
    } catch (error) {
      this.failure = error
      for (const { reject } of waiting) reject(error)
    }
    this.wroteAt = process.uptime() * 1000
  }
}
