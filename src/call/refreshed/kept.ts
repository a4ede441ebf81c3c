import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { FileStorage } from '../../access/auth/token-storage.js'
import { type ApiName, apiNames, type Documents } from '../facts/repairs/document.js'
import { keptFolder } from './kept-folder.js'
import type { MadeName } from './name-by-rule.js'
import { soundDocument } from './sound-document.js'
import { isPlainText, membersOf, plainEntries } from './sound-value.js'

/** What `logto refresh` keeps of a tenant. */
export interface Kept {
  /** The version of the program that made it. */
  program: string
  endpoint: string
  /** When the documents were read, as ISO 8601. */
  readAt: string
  /** Where the documents came from, where that is another place than the tenant. */
  from?: string
  etags: Partial<Record<ApiName, string>>
  /** The mended documents without what this program knew when it read them. */
  documents: Documents
  /** By method and path (`placeOf`): the names of new commands. */
  names: Readonly<Record<string, MadeName>>
  /** Operations of this program to which the documents add something, by method and path. */
  wider: readonly string[]
  /** Those that the tenant lacks. */
  lacking: readonly string[]
}

/** Another format is taken for nothing: whoever reads it would guess. */
const format = 1

/**
 * What is kept of one tenant: a file for each endpoint in the user's cache directory, 0600, replaced as a whole. It is
 * checked when it is read, as any document is: it may have been cut, edited, or written by another version.
 */
export class KeptFile {
  private readonly file: FileStorage

  constructor(
    private readonly endpoint: URL,
    env: NodeJS.ProcessEnv,
  ) {
    const name = createHash('sha256').update(endpoint.href).digest('hex')
    this.file = new FileStorage(join(keptFolder(env), `${name}.json`))
  }

  /** What is kept; `unreadable` for a file that cannot be understood, undefined where there is none. */
  async read(): Promise<Kept | 'unreadable' | undefined> {
    try {
      const text = await this.file.read()
      return text === undefined ? undefined : (understood(JSON.parse(text), this.endpoint.href) ?? 'unreadable')
    } catch {
      return 'unreadable'
    }
  }

  write(kept: Kept): Promise<void> {
    return this.file.write(JSON.stringify({ format, ...kept }))
  }

  remove(): Promise<void> {
    return this.file.remove()
  }
}

function understood(value: unknown, wanted: string): Kept | undefined {
  const given = Object.fromEntries(plainEntries(value))
  const { program, endpoint, readAt, from } = given
  if (given.format !== format || endpoint !== wanted) return undefined
  if (!isPlainText(program) || !isPlainText(readAt) || Number.isNaN(Date.parse(readAt))) return undefined
  const documents = Object.fromEntries(plainEntries(given.documents))
  return {
    program,
    endpoint,
    readAt,
    ...(isPlainText(from) ? { from } : {}),
    etags: Object.fromEntries(
      plainEntries(given.etags).filter(([api, etag]) => apiNames.some((one) => one === api) && isPlainText(etag)),
    ),
    documents: {
      management: soundDocument(documents.management, true),
      experience: soundDocument(documents.experience, true),
      user: soundDocument(documents.user, true),
    },
    names: Object.fromEntries(
      plainEntries(given.names).flatMap(([place, name]) => {
        const made = nameOf(name)
        return made ? [[place, made]] : []
      }),
    ),
    wider: membersOf(given.wider).filter(isPlainText),
    lacking: membersOf(given.lacking).filter(isPlainText),
  }
}

function nameOf(value: unknown): MadeName | undefined {
  const { command, args } = Object.fromEntries(plainEntries(value))
  const words = membersOf(args)
  const isWord = (word: unknown) => typeof word === 'string' && /^[a-z][a-z0-9-]{0,63}$/.test(word)
  if (typeof command !== 'string' || !/^[a-z][a-z0-9-]{0,63} [a-z][a-z0-9-]{0,63}$/.test(command)) return undefined
  return words.every(isWord) && new Set(words).size === words.length ? { command, args: words as string[] } : undefined
}
