import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A place for one secret text: a file, or an entry of the keychain. */
export interface TokenStorage {
  read(): Promise<string | undefined>
  write(text: string): Promise<void>
  /** Removing what is not there is no error. */
  remove(): Promise<void>
}

/** One text in one file, 0600 in a 0700 folder of its kind; a reader sees the old text or the new one, never a part. */
export class FileStorage implements TokenStorage {
  constructor(protected readonly path: string) {}

  async read(): Promise<string | undefined> {
    try {
      return await readFile(this.path, 'utf8')
    } catch (error) {
      if (isMissing(error)) return undefined
      throw error
    }
  }

  async write(text: string): Promise<void> {
    const folder = dirname(this.path)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`
    try {
      await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
      await rename(draft, this.path)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true })
  }
}

/** Cached tokens that nobody has renewed for this long are of no use: they live for an hour or so. */
const dayMs = 24 * 3600_000

/** A file in a folder of nothing but cached things: writing one removes those that have not been written for `oldMs`. */
export class CacheFile extends FileStorage {
  constructor(
    path: string,
    private readonly oldMs = dayMs,
  ) {
    super(path)
  }

  override async write(text: string): Promise<void> {
    await super.write(text)
    await sweep(dirname(this.path), this.oldMs)
  }
}

/** Removes what changed secrets and killed processes left behind. Another process may do the same: that is no error. */
async function sweep(folder: string, oldMs: number): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const age = async (path: string) => Date.now() - (await stat(path)).mtimeMs
  for (const path of names.map((name) => join(folder, name))) {
    await age(path)
      .then((ms) => (ms > oldMs ? rm(path, { force: true }) : undefined))
      .catch(() => {})
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
