import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../../base/errors.js'

/** The file that a person edits: 0600, in a folder of its own with 0700. */
export class Draft {
  private readonly folder = mkdtempSync(join(tmpdir(), 'logto-edit-'))
  readonly path: string

  constructor(name: string) {
    this.path = join(this.folder, `${name.replace(/[^\w.-]+/g, '-').slice(0, 80)}.yaml`)
  }

  write(text: string): void {
    writeFileSync(this.path, text, { mode: 0o600 })
  }

  /** What stands there now; an editor may have removed the file. Throws a UsageError for bytes that are no UTF-8. */
  read(): string {
    let bytes: Buffer
    try {
      bytes = readFileSync(this.path)
    } catch {
      return ''
    }
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    } catch (cause) {
      throw new UsageError('the file is not UTF-8', {
        code: 'usage.bad_encoding',
        hint: 'tell the editor to save it as UTF-8',
        cause,
      })
    }
  }

  /** With all that an editor has left beside it. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
