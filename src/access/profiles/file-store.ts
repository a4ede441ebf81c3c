import { type Stats, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { NotAllowedError, UsageError } from '../../base/errors.js'
import { changeFile } from './change-file.js'
import { parseJsonFile } from './json-text.js'
import { readPlainFile } from './plain-file.js'
import type { SecretName, SecretStore } from './secret-store.js'

const maxBytes = 16 * 1024 * 1024

/** Secrets by the id of their profile. */
type Secrets = Record<string, Partial<Record<SecretName, string>>>

/**
 * Secrets as plain text in `credentials.json`, 0600 in a 0700 folder, for machines without a keychain. Refuses a file or
 * folder that others can open, one that is not the user's own, and a symbolic link.
 */
export class FileStore implements SecretStore {
  private readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'credentials.json')
  }

  async get(profileId: string, name: SecretName): Promise<string | undefined> {
    return own(await this.read(), profileId)?.[name]
  }

  set(profileId: string, name: SecretName, value: string): Promise<void> {
    return this.change((secrets) => {
      secrets[profileId] = { ...own(secrets, profileId), [name]: value }
      return true
    })
  }

  delete(profileId: string, name: SecretName): Promise<void> {
    return this.change((secrets) => {
      const mine = own(secrets, profileId)
      if (mine?.[name] === undefined) return false
      delete mine[name]
      return true
    })
  }

  deleteAll(profileId: string): Promise<void> {
    return this.change((secrets) => {
      if (!own(secrets, profileId)) return false
      delete secrets[profileId]
      return true
    })
  }

  async check(): Promise<void> {
    await this.change(() => false)
  }

  describe(): string {
    return `the file ${this.path}`
  }

  private change(alter: (secrets: Secrets) => boolean): Promise<void> {
    return changeFile(this.path, async () => {
      const secrets = await this.read()
      return alter(secrets) ? `${JSON.stringify({ version: 1, secrets }, null, 2)}\n` : undefined
    })
  }

  private async read(): Promise<Secrets> {
    const file = await readPlainFile(this.path, maxBytes)
    if (file.kind === 'refused') throw unusable(`${this.path} ${file.why}`, 'move it away and sign in again')
    const folder = dirname(this.path)
    const stats = statsOf(folder)
    if (stats) refuseIfOpen(folder, stats, `chmod 700 '${folder}'`)
    if (file.kind === 'missing') return {}
    refuseIfOpen(this.path, file.stats, `chmod 600 '${this.path}', and replace the secrets, which others could read`)
    return this.secretsOf(file.text)
  }

  private async secretsOf(text: string): Promise<Secrets> {
    const hint = 'remove the file and sign in again'
    const value = await parseJsonFile(text, this.path, hint)
    if (isObject(value) && typeof value.version === 'number' && value.version > 1) {
      throw new UsageError(`${this.path} was written by a newer version of this program (format ${value.version})`, {
        code: 'config.newer',
        hint: 'update this program, which knows format 1; the file stays as it is',
      })
    }
    const secrets = isObject(value) && value.version === 1 ? value.secrets : undefined
    const isSound =
      isObject(secrets) &&
      Object.values(secrets).every(
        (mine) => isObject(mine) && Object.values(mine).every((secret) => typeof secret === 'string'),
      )
    if (isSound) return secrets as Secrets
    throw new UsageError(`${this.path} does not hold credentials of this program`, { code: 'config.bad_shape', hint })
  }
}

function own(secrets: Secrets, profileId: string): Secrets[string] | undefined {
  return Object.hasOwn(secrets, profileId) ? secrets[profileId] : undefined
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

/** Windows has no such bits; there the user's own folder is closed to others by its inherited rights. */
function refuseIfOpen(path: string, { mode, uid }: { mode: number; uid: number }, remedy: string): void {
  const me = process.getuid?.()
  if (me === undefined) return
  if (uid !== me) throw unusable(`${path} belongs to another user`, `take it over: chown ${me} '${path}'`)
  const bits = (mode & 0o777).toString(8).padStart(3, '0')
  if ((mode & 0o077) !== 0) throw unusable(`others can open ${path} (mode ${bits})`, `close it: ${remedy}`)
}

function unusable(message: string, hint: string): NotAllowedError {
  return new NotAllowedError(`the stored credentials are not used: ${message}`, { code: 'credentials.unsafe', hint })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
